using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.AntiPatterns.FatPayloads;

/// <summary>A store that no test may call.</summary>
public sealed class NoStore : IObjectStore
{
    public Task<ObjectKey> PutAsync(
        ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
        => throw Asked();

    public Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken) => throw Asked();

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => throw Asked();

    public IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, CancellationToken cancellationToken) => throw Asked();

    private static InvalidOperationException Asked() => new("The store was asked.");
}
