using System.Diagnostics;
using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Page.Booth;

/// <summary>One lane's big numbers in the running phase. Thread-safe.</summary>
internal sealed class LaneNow
{
    private readonly Latencies latencies = new();
    private readonly Lock gate = new();
    private long failed, answered, loadedSince, lastAnswer;
    private TimeSpan loaded;

    public void Add(in Shot shot)
    {
        latencies.Add(shot.Latency);
        Interlocked.Increment(ref shot.Failed ? ref failed : ref answered);
        if (!shot.Failed) Volatile.Write(ref lastAnswer, Stopwatch.GetTimestamp());
    }

    public void Load(bool loading)
    {
        lock (gate)
        {
            if (loadedSince != 0) loaded += Stopwatch.GetElapsedTime(loadedSince);
            loadedSince = loading ? Stopwatch.GetTimestamp() : 0;
        }
    }

    public Numbers Read()
    {
        TimeSpan time, silent;
        lock (gate)
        {
            time = loaded + (loadedSince == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(loadedSince));
            silent = loadedSince == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Math.Max(loadedSince, Volatile.Read(ref lastAnswer)));
        }

        return new(latencies.Count, Interlocked.Read(ref failed), latencies.Count == 0 ? null : Math.Round(latencies.Percentiles().P95, 2),
            time < TimeSpan.FromMilliseconds(100) ? null : Math.Round(Interlocked.Read(ref answered) / time.TotalSeconds, 1), Math.Round(silent.TotalMilliseconds));
    }

    /// <param name="P95">Milliseconds.</param>
    /// <param name="Rps">Answered requests per second of load.</param>
    /// <param name="SilentMs">Without an answer while under load.</param>
    public sealed record Numbers(long Count, long Failed, double? P95, double? Rps, double SilentMs);
}
