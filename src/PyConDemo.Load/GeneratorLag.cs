using System.Diagnostics;

namespace PyConDemo.Load;

/// <summary>
/// How late the generator's own thread pool picks work up. An answer that waits here looks like a slow server, so a race with too much
/// of it is refused.
/// </summary>
public sealed class GeneratorLag : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _stop = new();

    private GeneratorLag() => new Thread(Measure) { IsBackground = true, Name = "generator lag" }.Start();

    public Latencies Latencies { get; } = new();

    public static GeneratorLag Start() => new();

    private void Measure()
    {
        var stopped = _stop.Token.WaitHandle;
        while (!stopped.WaitOne(Interval))
        {
            var queued = Stopwatch.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(since => Latencies.Add(Stopwatch.GetElapsedTime(since)), queued, preferLocal: false);
        }
    }

    public void Dispose() => _stop.Cancel();
}
