namespace PyConDemo.Api.Storage;

/// <summary>An object that was opened. The holder disposes it; a delete meanwhile doesn't disturb the reading.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Content">At its beginning; seekable where the store can (the folder can), so that ranges may be served.</param>
public sealed record StoredObject(ObjectInfo Info, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
