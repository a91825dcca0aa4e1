using System.Collections.Concurrent;

namespace PyConDemo.Load;

/// <summary>Counts how the requests of one load ended. Thread-safe while requests are added.</summary>
public sealed class RequestMetrics(TimeSpan timeout)
{
    private readonly ConcurrentDictionary<int, long> _refusals = [];
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];
    private long _bytes, _answeredInTime;
    private int _lastRefusal;

    /// <summary>All latencies. A failure counts as at least the time-out: its user was not served.</summary>
    public Latencies Latencies { get; } = new();

    public long Total => _outcomes.Sum();
    public long Answered => this[Outcome.Answered];
    public long Failed => Total - Answered;
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Requests that were answered before the load ended. The others were answered while it drained.</summary>
    public long AnsweredInTime => Interlocked.Read(ref _answeredInTime);

    /// <summary>The last status of 400 or more, or 0.</summary>
    public int LastRefusal => Volatile.Read(ref _lastRefusal);

    /// <summary>The number of refused requests by their status.</summary>
    public IReadOnlyDictionary<int, long> Refusals => _refusals.ToDictionary();

    public long this[Outcome outcome] => Interlocked.Read(ref _outcomes[(int)outcome]);

    /// <param name="loadEnds">The timestamp at which the load ends; what ends later was only drained.</param>
    public void Add(in RequestResult result, long loadEnds)
    {
        Interlocked.Increment(ref _outcomes[(int)result.Outcome]);
        Interlocked.Add(ref _bytes, result.Bytes);
        if (result.Outcome == Outcome.Refused) AddRefusals(result.Status, 1);
        if (!result.Failed && result.At <= loadEnds) Interlocked.Increment(ref _answeredInTime);
        Latencies.Add(result.Failed && result.Latency < timeout ? timeout : result.Latency);
    }

    public void Add(RequestMetrics other)
    {
        for (var i = 0; i < _outcomes.Length; i++) Interlocked.Add(ref _outcomes[i], other[(Outcome)i]);
        Interlocked.Add(ref _bytes, other.Bytes);
        Interlocked.Add(ref _answeredInTime, other.AnsweredInTime);
        foreach (var (status, count) in other._refusals) AddRefusals(status, count);
        if (other.LastRefusal != 0) Volatile.Write(ref _lastRefusal, other.LastRefusal);
        Latencies.Add(other.Latencies);
    }

    private void AddRefusals(int status, long count)
    {
        _refusals.AddOrUpdate(status, count, (_, before) => before + count);
        Volatile.Write(ref _lastRefusal, status);
    }
}

/// <summary>A finished load: how its requests ended, and how late the load generator itself was.</summary>
/// <param name="Took">The time until the last request had ended.</param>
public sealed record LoadResult(RequestMetrics Metrics, Latencies Lag, TimeSpan Took);
