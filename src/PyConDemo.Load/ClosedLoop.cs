namespace PyConDemo.Load;

/// <summary>Clients that each wait for an answer before they send the next request. The server sets the pace, so the
/// throughput is its capacity. Real users don't wait for each other, so the latencies are not theirs.</summary>
/// <param name="most">The loop ends early after this many requests.</param>
public sealed class ClosedLoop(RequestSender sender, int clients, int most = int.MaxValue)
{
    /// <summary>The pause after a failure. No user retries faster, even if the server refuses at once.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs for <paramref name="length"/>, then waits until every client has its last answer.</summary>
    /// <param name="onResult">Called for each finished request, from any thread.</param>
    public async Task<LoadResult> RunAsync(
        Func<HttpRequestMessage> next, TimeSpan length, Action<RequestResult>? onResult,
        CancellationToken cancellationToken)
    {
        var metrics = new RequestMetrics(sender.Timeout);
        var start = Stopwatch.GetTimestamp();
        var ends = start + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var sent = 0;
        using var lag = new GeneratorLag();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync, cancellationToken)));
        return new(metrics, lag.Latencies, Stopwatch.GetElapsedTime(start));

        async Task ClientAsync()
        {
            while (Stopwatch.GetTimestamp() < ends && Interlocked.Increment(ref sent) <= most)
            {
                var result = await sender.SendAsync(next(), cancellationToken);
                metrics.Add(result, ends);
                onResult?.Invoke(result);
                if (result.Failed) await Task.Delay(FailurePause, cancellationToken);
            }
        }
    }
}
