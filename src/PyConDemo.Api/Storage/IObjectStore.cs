namespace PyConDemo.Api.Storage;

/// <summary>Keeps blobs outside of the database. It has what both a folder and S3 can do, and no more. Thread-safe,
/// also across processes. When the store can't do something (the disk is full, it has no rights), it throws an
/// <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</summary>
public interface IObjectStore
{
    /// <summary>Stores the content under its hash. A reader, or the next start after a crash, sees the whole object or
    /// none. Storing the same content again changes nothing, not even the content type.</summary>
    /// <param name="kind">The key's prefix.</param>
    /// <param name="content">The whole object. It may be empty.</param>
    /// <param name="contentType">A media type of up to 100 printable ASCII characters.</param>
    /// <param name="cancellationToken">If it is cancelled in the middle, nothing is stored.</param>
    /// <exception cref="ArgumentException">The content type is not a media type.</exception>
    Task<ObjectInfo> PutAsync(
        ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken);

    /// <summary>Opens an object. Null if there is none.</summary>
    Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Describes an object without opening it. Null if there is none.</summary>
    Task<ObjectInfo?> HeadAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Deletes an object. It is no error if there is none.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Lists every whole object of a kind, in the order of the keys. It may or may not see puts and deletes
    /// that happen meanwhile.</summary>
    IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, CancellationToken cancellationToken);
}

/// <summary>What a store knows about an object without opening it.</summary>
/// <param name="Key">The object's name.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ContentType">The media type that it was stored with, such as <c>image/jpeg</c>.</param>
/// <param name="LastModified">When this store got it, in UTC.</param>
public sealed record ObjectInfo(ObjectKey Key, long Length, string ContentType, DateTimeOffset LastModified)
{
    /// <summary>A strong ETag in quotes. It is the content's hash, so it is the same in every store.</summary>
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Key.Hash}\"");
}

/// <summary>An object that was opened. Its user disposes it. A delete meanwhile doesn't disturb the reading.</summary>
/// <param name="Info">The object's description.</param>
/// <param name="Content">The object's bytes from the first one on. The folder's stream can seek, so ranges of it can be
/// served.</param>
public sealed record StoredObject(ObjectInfo Info, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
