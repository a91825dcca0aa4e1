namespace PyConDemo.Workshop.Judging;

/// <summary>Refuses a lane whose process keeps more memory with each request.</summary>
internal static class MemoryCheck
{
    private const int Before = 60, Requests = 240, AtOnce = 4;

    /// <summary>Bytes that pools may grow by meanwhile. Right fixes were seen to keep up to 340,000.</summary>
    private const long MostKept = 1_000_000;

    /// <summary>Sends many equal requests of new visitors. What a cache needs is there after the first ones.</summary>
    public static async Task EnsureAsync(CheckedServer server, LaneRequest request, CancellationToken cancellationToken)
    {
        await SendAsync(Before);
        var before = await server.Process.MemoryAsync(cancellationToken);
        await SendAsync(Requests);
        var kept = await server.Process.MemoryAsync(cancellationToken) - before;
        Refuse.If(kept > MostKept, "memory", $"After {Requests} more requests for {request.Path}, each of another "
            + $"visitor, the process keeps {kept:N0} bytes more, which garbage collection does not free. Something "
            + "is kept for each request or visitor, and never removed.");

        Task SendAsync(int count) => Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (_, stop) => (await server.SendAsync(request, stop, Visitors.New())).EnsureSuccess());
    }
}
