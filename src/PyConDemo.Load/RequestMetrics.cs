namespace PyConDemo.Load;

/// <summary>What became of a stretch's requests. Thread-safe while it fills.</summary>
public sealed class RequestMetrics(TimeSpan timeout)
{
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];
    private long _bytes, _finishedInTime;
    private int _lastRefusal;

    /// <summary>Of all requests. A failure counts as the time-out at least: a user who got no answer was not served fast.</summary>
    public Latencies Latencies { get; } = new();

    public long Total => _outcomes.Sum();
    public long Answered => this[Outcome.Answered];
    public long Failed => Total - Answered;
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Answered before the stretch itself ended; the others only while it drained.</summary>
    public long AnsweredInTime => Interlocked.Read(ref _finishedInTime);

    /// <summary>The last status of 400 or more, or 0.</summary>
    public int LastRefusal => Volatile.Read(ref _lastRefusal);

    public long this[Outcome outcome] => Interlocked.Read(ref _outcomes[(int)outcome]);

    public void Add(in RequestResult result, long loadEnds)
    {
        Interlocked.Increment(ref _outcomes[(int)result.Outcome]);
        Interlocked.Add(ref _bytes, result.Bytes);
        if (result.Outcome == Outcome.Refused) Volatile.Write(ref _lastRefusal, result.Status);
        if (!result.Failed && result.At <= loadEnds) Interlocked.Increment(ref _finishedInTime);
        Latencies.Add(result.Failed && result.Latency < timeout ? timeout : result.Latency);
    }

    public void Add(RequestMetrics other)
    {
        for (var i = 0; i < _outcomes.Length; i++) Interlocked.Add(ref _outcomes[i], Interlocked.Read(ref other._outcomes[i]));
        Interlocked.Add(ref _bytes, other.Bytes);
        Interlocked.Add(ref _finishedInTime, other.AnsweredInTime);
        if (other.LastRefusal != 0) _lastRefusal = other.LastRefusal;
        Latencies.Add(other.Latencies);
    }
}
