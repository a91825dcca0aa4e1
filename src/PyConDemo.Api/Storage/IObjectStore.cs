namespace PyConDemo.Api.Storage;

/// <summary>
/// Keeps blobs out of the database: what both a folder and S3 can do, and no more. Thread-safe, also across processes. Whatever the store
/// itself can't do (a full disk, no rights) is an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IObjectStore
{
    /// <summary>
    /// Stores the content under its hash. All or nothing: a reader, or the next start after a crash, sees the whole object or none.
    /// Idempotent: the same content again changes nothing, its first content type included. Of several puts at once one stands, any of them.
    /// </summary>
    /// <param name="kind">The key's prefix.</param>
    /// <param name="content">The whole object; may be empty.</param>
    /// <param name="contentType">A media type of up to 100 printable ASCII characters.</param>
    /// <param name="cancellationToken">Cancelled in the middle, nothing is stored.</param>
    /// <exception cref="ArgumentException">The content type is none.</exception>
    Task<ObjectInfo> PutAsync(ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken);

    /// <summary>Opens an object; null if there is none.</summary>
    Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>What <see cref="GetAsync"/> would say, without opening it; null if there is none.</summary>
    Task<ObjectInfo?> HeadAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Deleting what is not there is no error.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Every whole object of a kind, in the order of the keys. Puts and deletes meanwhile may or may not be seen.</summary>
    IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, CancellationToken cancellationToken);
}
