namespace PyConDemo.Load;

/// <summary>Sends requests at a fixed rate whatever the server does, as independent users do. Latency counts from the
/// intended send: a server that stalls is charged for each request that was due (no coordinated omission).</summary>
/// <param name="mostWaiting">The most requests that wait at once. A process often has only 1,024 sockets.</param>
public sealed class OpenLoop(RequestSender sender, int mostWaiting = 800)
{
    /// <summary>Sends for <paramref name="length"/>, then waits until each request has ended.</summary>
    /// <param name="onResult">Called for each finished request, from any thread.</param>
    public async Task<LoadResult> RunAsync(
        Func<HttpRequestMessage> next, double perSecond, TimeSpan length, Action<RequestResult>? onResult,
        CancellationToken cancellationToken)
    {
        var metrics = new RequestMetrics(sender.Timeout);
        var count = Math.Max(1, (int)Math.Round(perSecond * length.TotalSeconds));
        var schedule = new ArrivalSchedule(perSecond);
        var ends = schedule.DueAt(count);
        using var lag = new GeneratorLag();
        var slots = new SemaphoreSlim(mostWaiting);

        // Sending has its own thread: on the pool, sends would queue behind the answers that they are measured against.
        await Task.Factory.StartNew(Send, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var i = 0; i < mostWaiting; i++) await slots.WaitAsync(CancellationToken.None); // each request has ended
        cancellationToken.ThrowIfCancellationRequested();
        return new(metrics, lag.Latencies, Stopwatch.GetElapsedTime(schedule.DueAt(0)));

        void Send()
        {
            for (var i = 0; i < count && schedule.WaitFor(i, cancellationToken) is { } intended; i++)
            {
                lag.Latencies.Add(Stopwatch.GetElapsedTime(intended));
                if (slots.Wait(0, CancellationToken.None)) _ = SendOneAsync(intended);
                else Record(new(Outcome.Unsent, sender.Timeout, Status: 0, Bytes: 0, intended));
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
                slots.Release();
            }
        }

        void Record(RequestResult result)
        {
            metrics.Add(result, ends);
            onResult?.Invoke(result);
        }
    }
}
