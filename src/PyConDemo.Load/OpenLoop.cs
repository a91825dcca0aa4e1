using System.Diagnostics;

namespace PyConDemo.Load;

/// <summary>
/// Requests that leave at a fixed rate whatever the server does, as users do. Latency counts from the intended send, so a server
/// that stalls is charged for every request that should have been answered meanwhile (no coordinated omission).
/// </summary>
public sealed class OpenLoop(RequestSender sender, TimeSpan timeout, int mostWaiting = OpenLoop.MostWaiting)
{
    /// <summary>Each waiting request holds a socket, and a process has about 1,024 of them on many systems.</summary>
    public const int MostWaiting = 800;

    /// <summary>
    /// Sends for <paramref name="length"/> at <paramref name="perSecond"/>, then waits until each request has ended.
    /// </summary>
    /// <param name="seen">Called for each finished request, from any thread.</param>
    public async Task<LoadResult> RunAsync(
        Func<HttpRequestMessage> next, double perSecond, TimeSpan length, Action<RequestResult>? seen, CancellationToken cancellationToken)
    {
        var metrics = new RequestMetrics(timeout);
        var count = Math.Max(1, (int)Math.Round(perSecond * length.TotalSeconds));
        var schedule = new ArrivalSchedule(perSecond);
        var ends = schedule.DueAt(count);
        using var lag = GeneratorLag.Start();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = 1; // the sender's own share, given back when the last request has left

        // A thread of its own: on the pool, sends would queue behind the answers that they are to be measured against.
        var sending = Task.Factory.StartNew(Send, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await sending;
        await ended.Task;
        cancellationToken.ThrowIfCancellationRequested();
        return new LoadResult(metrics, lag.Latencies, length);

        void Send()
        {
            try
            {
                for (var i = 0; i < count && schedule.WaitFor(i, cancellationToken) is { } intended; i++)
                {
                    lag.Latencies.Add(Stopwatch.GetElapsedTime(intended));
                    if (Volatile.Read(ref waiting) > mostWaiting)
                    {
                        Book(new RequestResult(Outcome.Unsent, timeout, 0, 0, intended));
                    }
                    else
                    {
                        Interlocked.Increment(ref waiting);
                        _ = FireAsync(intended);
                    }
                }
            }
            finally
            {
                Release();
            }
        }

        async Task FireAsync(long intended)
        {
            try
            {
                Book(await sender.SendAsync(next(), intended, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                // The race was stopped: its results are thrown away as a whole.
            }
            finally
            {
                Release();
            }
        }

        void Book(RequestResult result)
        {
            metrics.Add(result, ends);
            seen?.Invoke(result);
        }

        void Release()
        {
            if (Interlocked.Decrement(ref waiting) == 0) ended.TrySetResult();
        }
    }
}
