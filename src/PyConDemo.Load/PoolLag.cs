using System.Diagnostics;

namespace PyConDemo.Load;

/// <summary>
/// How late the generator's own thread pool picks work up. An answer that waits here looks like a slow server, so a race with too much
/// of it is refused.
/// </summary>
public sealed class PoolLag : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _stop = new();

    private PoolLag() => new Thread(Beat) { IsBackground = true, Name = "generator lag" }.Start();

    public Latencies Latencies { get; } = new();

    public static PoolLag Watch() => new();

    private void Beat()
    {
        var stopped = _stop.Token.WaitHandle;
        while (!stopped.WaitOne(Every))
        {
            var queued = Stopwatch.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(since => Latencies.Add(Stopwatch.GetElapsedTime(since)), queued, preferLocal: false);
        }
    }

    public void Dispose() => _stop.Cancel();
}
