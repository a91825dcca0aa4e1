namespace PyConDemo.Load;

/// <summary>Measures how late the load generator's own thread pool starts queued work. An answer that waits there looks
/// like a slow server, so the stage refuses a race with too much of this lag.</summary>
internal sealed class GeneratorLag : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _stop = new();

    public GeneratorLag() => new Thread(Measure) { IsBackground = true, Name = "generator lag" }.Start();

    public Latencies Latencies { get; } = new();

    private void Measure()
    {
        var stopped = _stop.Token.WaitHandle;
        while (!stopped.WaitOne(Interval))
        {
            var queued = Stopwatch.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(
                since => Latencies.Add(Stopwatch.GetElapsedTime(since)), queued, preferLocal: false);
        }
    }

    public void Dispose() => _stop.Cancel();
}
