using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Tests.AntiPatterns.FatPayloads;

/// <summary>The real store. It cancels its user at the n-th put (the first is 1).</summary>
public sealed class StoppingStore(IObjectStore real, int number, CancellationTokenSource stop) : IObjectStore
{
    private int _puts;

    public async Task<ObjectKey> PutAsync(
        ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _puts) == number) await stop.CancelAsync();

        return await real.PutAsync(kind, content, contentType, cancellationToken);
    }

    public Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
        => real.GetAsync(key, cancellationToken);

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
        => real.DeleteAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, CancellationToken cancellationToken)
        => real.ListAsync(kind, cancellationToken);
}
