using System.Diagnostics;

namespace PyConDemo.Load;

/// <summary>
/// Clients that each wait for an answer before they ask again: the server sets the pace, so the throughput is its capacity.
/// The latencies are not those of users, who don't wait for each other.
/// </summary>
/// <param name="most">Requests, after which the loop ends before its time.</param>
public sealed class ClosedLoop(RequestSender sender, TimeSpan timeout, int clients, int most = int.MaxValue)
{
    /// <summary>Runs for <paramref name="length"/>, then waits until every client has its last answer.</summary>
    /// <param name="seen">Called for each finished request, from any thread.</param>
    public async Task<LoadResult> RunAsync(Func<HttpRequestMessage> next, TimeSpan length, Action<RequestResult>? seen, CancellationToken cancellationToken)
    {
        var metrics = new RequestMetrics(timeout);
        var ends = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var sent = 0;
        using var lag = GeneratorLag.Start();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync, cancellationToken)));
        return new LoadResult(metrics, lag.Latencies, length);

        async Task ClientAsync()
        {
            while (Stopwatch.GetTimestamp() < ends && Interlocked.Increment(ref sent) <= most)
            {
                var result = await sender.SendAsync(next(), cancellationToken);
                metrics.Add(result, ends);
                seen?.Invoke(result);
                if (result.Failed) await Task.Delay(FailurePause, cancellationToken);
            }
        }
    }

    /// <summary>A server that refuses at once would otherwise be flooded with retries faster than any user makes them.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(20);
}
