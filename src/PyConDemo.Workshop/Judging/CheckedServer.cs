using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>A checked process together with what PostgreSQL logs about it. For one request at a time, except
/// <see cref="SendAsync"/>.</summary>
internal sealed class CheckedServer(CheckedProcess process, ServerLog log) : IAsyncDisposable
{
    public CheckedProcess Process => process;

    /// <summary>Sends a request without looking at the server.</summary>
    public Task<LaneAnswer> SendAsync(
        LaneRequest request, CancellationToken cancellationToken,
        params IEnumerable<(string Name, string Value)> headers)
        => process.SendAsync(request, cancellationToken, headers);

    /// <summary>Sends a request, and returns the answer with what PostgreSQL did for it.</summary>
    /// <exception cref="RefusalException">The connection broke, or no answer came in time.</exception>
    public async Task<Look> LookAsync(
        LaneRequest request, CancellationToken cancellationToken,
        params IEnumerable<(string Name, string Value)> headers)
    {
        await log.ReadAsync(cancellationToken); // what was before is not for this request
        var before = process.BytesFromServer;
        var answer = await process.SendAsync(request, cancellationToken, headers);
        return new(answer, await ReadActivityAsync(cancellationToken), process.BytesFromServer - before);
    }

    /// <summary>Returns what PostgreSQL did since the last look.</summary>
    public Task<ServerActivity> ReadActivityAsync(CancellationToken cancellationToken)
        => log.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
