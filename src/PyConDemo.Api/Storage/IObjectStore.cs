namespace PyConDemo.Api.Storage;

/// <summary>Keeps blobs outside of the database. It has what both a folder and S3 can do, and no more. Thread-safe,
/// also across processes. When the store can't do something (the disk is full, it has no rights), it throws an
/// <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</summary>
public interface IObjectStore
{
    /// <summary>Stores the content under its hash. A reader, or the next start after a crash, sees the whole object or
    /// none. Storing the same content again changes nothing, not even the content type.</summary>
    /// <exception cref="ArgumentException">The content type is not a media type of up to 100 printable ASCII
    /// characters.</exception>
    Task<ObjectKey> PutAsync(
        ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken);

    /// <returns>Null if there is no such object.</returns>
    Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>It is no error if there is no such object.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Lists every whole object of a kind, by key. It may miss what changes meanwhile.</summary>
    IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, CancellationToken cancellationToken);
}

/// <summary>An object that was opened. A delete meanwhile doesn't disturb the reading.</summary>
/// <param name="ContentType">The media type that it was stored with, such as <c>image/jpeg</c>.</param>
/// <param name="Content">The folder's stream can seek, so ranges of it can be served.</param>
public sealed record StoredObject(ObjectKey Key, string ContentType, Stream Content) : IAsyncDisposable
{
    /// <summary>A strong ETag in quotes. It is the content's hash, so it is the same in every store.</summary>
    public string ETag => $"\"{Key.Hash}\"";

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
