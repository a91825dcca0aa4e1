namespace PyConDemo.Stage.Page.Live;

/// <summary>One lane's numbers in the current phase of a race. Thread-safe.</summary>
internal sealed class LaneMetrics
{
    private static readonly TimeSpan LeastForRate = TimeSpan.FromMilliseconds(100); // a rate over less time is noise

    // It shows how long a failure took, and doesn't count it as the time-out.
    private readonly RequestMetrics _metrics = new(timeout: TimeSpan.Zero);
    private readonly Lock _gate = new();
    private long _loadedSince, _lastAnswer;
    private TimeSpan _loaded;

    public void Add(in RequestResult result)
    {
        _metrics.Add(result, loadEnds: long.MaxValue);
        if (!result.Failed) Volatile.Write(ref _lastAnswer, Stopwatch.GetTimestamp());
    }

    public void SetLoading(bool loading)
    {
        lock (_gate)
        {
            if (_loadedSince != 0) _loaded += Stopwatch.GetElapsedTime(_loadedSince);
            _loadedSince = loading ? Stopwatch.GetTimestamp() : 0;
        }
    }

    public LaneSnapshot Read()
    {
        TimeSpan loaded, silent;
        lock (_gate)
        {
            var isLoading = _loadedSince != 0;
            var lastSign = Math.Max(_loadedSince, Volatile.Read(ref _lastAnswer));
            loaded = _loaded + (isLoading ? Stopwatch.GetElapsedTime(_loadedSince) : TimeSpan.Zero);
            silent = isLoading ? Stopwatch.GetElapsedTime(lastSign) : TimeSpan.Zero;
        }

        var count = _metrics.Total;
        var percentiles = _metrics.Latencies.Percentiles();
        double? rps = loaded < LeastForRate ? null : Math.Round(_metrics.Answered / loaded.TotalSeconds, 1);
        var failures = FailureCounts.Of(_metrics).InWords();
        return new(
            count, _metrics.Failed, failures, Rounded(percentiles.P95), rps, Math.Round(silent.TotalMilliseconds),
            Rounded(percentiles.P50));
    }

    private static double? Rounded(double? ms) => ms is { } value ? Math.Round(value, 2) : null;
}
