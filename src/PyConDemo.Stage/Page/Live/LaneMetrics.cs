using System.Diagnostics;
using PyConDemo.Load;

namespace PyConDemo.Stage.Page.Live;

/// <summary>One lane's big numbers in the running phase. Thread-safe.</summary>
internal sealed class LaneMetrics
{
    private readonly Latencies _latencies = new();
    private readonly Lock _gate = new();
    private long _failed, _answered, _loadedSince, _lastAnswer;
    private TimeSpan _loaded;

    public void Add(in RequestResult shot)
    {
        _latencies.Add(shot.Latency);
        Interlocked.Increment(ref shot.Failed ? ref _failed : ref _answered);
        if (!shot.Failed) Volatile.Write(ref _lastAnswer, Stopwatch.GetTimestamp());
    }

    public void SetLoading(bool loading)
    {
        lock (_gate)
        {
            if (_loadedSince != 0) _loaded += Stopwatch.GetElapsedTime(_loadedSince);
            _loadedSince = loading ? Stopwatch.GetTimestamp() : 0;
        }
    }

    public Numbers Read()
    {
        TimeSpan time, silent;
        lock (_gate)
        {
            time = _loaded + (_loadedSince == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_loadedSince));
            silent = _loadedSince == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Math.Max(_loadedSince, Volatile.Read(ref _lastAnswer)));
        }

        return new(_latencies.Count, Interlocked.Read(ref _failed), _latencies.Count == 0 ? null : Math.Round(_latencies.Percentiles().P95, 2),
            time < TimeSpan.FromMilliseconds(100) ? null : Math.Round(Interlocked.Read(ref _answered) / time.TotalSeconds, 1), Math.Round(silent.TotalMilliseconds));
    }

    /// <param name="P95">Milliseconds.</param>
    /// <param name="Rps">Answered requests per second of load.</param>
    /// <param name="SilentMs">Without an answer while under load.</param>
    public sealed record Numbers(long Count, long Failed, double? P95, double? Rps, double SilentMs);
}
