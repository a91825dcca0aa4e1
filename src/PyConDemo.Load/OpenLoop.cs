namespace PyConDemo.Load;

/// <summary>Sends requests at a fixed rate whatever the server does, as independent users do. Latency counts from the
/// intended send, so a server that stalls is charged for every request that was due during the stall (no coordinated
/// omission).</summary>
public sealed class OpenLoop(RequestSender sender, TimeSpan timeout, int mostWaiting = OpenLoop.MostWaiting)
{
    /// <summary>Each waiting request holds a socket, and many systems allow a process about 1,024 open files.</summary>
    public const int MostWaiting = 800;

    /// <summary>Sends for <paramref name="length"/> at <paramref name="perSecond"/>, then waits until each request has
    /// ended.</summary>
    /// <param name="onResult">Called for each finished request, from any thread.</param>
    public async Task<LoadResult> RunAsync(
        Func<HttpRequestMessage> next, double perSecond, TimeSpan length, Action<RequestResult>? onResult,
        CancellationToken cancellationToken)
    {
        var metrics = new RequestMetrics(timeout);
        var count = Math.Max(1, (int)Math.Round(perSecond * length.TotalSeconds));
        var schedule = new ArrivalSchedule(perSecond);
        var ends = schedule.DueAt(count);
        using var lag = GeneratorLag.Start();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = 1; // 1 for the sending thread itself, which gives it back after its last request

        // Sending has its own thread: on the pool, sends would queue behind the answers that they are measured against.
        await Task.Factory.StartNew(Send, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
                        Record(new RequestResult(Outcome.Unsent, timeout, 0, 0, intended));
                    }
                    else
                    {
                        Interlocked.Increment(ref waiting);
                        _ = SendOneAsync(intended);
                    }
                }
            }
            finally
            {
                Release();
            }
        }

        async Task SendOneAsync(long intended)
        {
            try
            {
                Record(await sender.SendAsync(next(), intended, cancellationToken));
            }
            catch (OperationCanceledException)
            {
                // The race was stopped, and all its results are discarded.
            }
            finally
            {
                Release();
            }
        }

        void Record(RequestResult result)
        {
            metrics.Add(result, ends);
            onResult?.Invoke(result);
        }

        void Release()
        {
            if (Interlocked.Decrement(ref waiting) == 0) ended.TrySetResult();
        }
    }
}
