namespace PyConDemo.Stage.Page.Live;

/// <summary>One line of the live chart, in bins of equal length. Thread-safe.</summary>
/// <param name="series">The number of the series, as in <see cref="ChartPoint"/>.</param>
/// <param name="raceStart">A timestamp of <see cref="Stopwatch"/>.</param>
internal sealed class ChartSeries(int series, long raceStart)
{
    private const double BinMs = 250; // as long as a race's shortest blocks

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Bin> _bins = [];

    public void Add(in RequestResult result)
    {
        var number = (long)(Stopwatch.GetElapsedTime(raceStart, result.At).TotalMilliseconds / BinMs);
        lock (_gate)
        {
            if (!_bins.TryGetValue(number, out var bin)) _bins[number] = bin = new();
            bin.Add(result);
        }
    }

    /// <summary>Returns the bins that changed since the last call. Each one replaces the earlier one.</summary>
    public IReadOnlyList<ChartPoint> TakeChanged()
    {
        lock (_gate)
        {
            return [.. _bins.Where(b => b.Value.Changed).Select(b => b.Value.TakePoint(series, (b.Key + 0.5) * BinMs))];
        }
    }

    /// <summary>The requests that ended within one bin. The lock of the series guards it.</summary>
    private sealed class Bin
    {
        private readonly List<double> _latencies = [];
        private long _failed;

        public bool Changed { get; private set; }

        public void Add(in RequestResult result)
        {
            _latencies.Add(result.Latency.TotalMilliseconds);
            if (result.Failed) _failed++;
            Changed = true;
        }

        public ChartPoint TakePoint(int series, double at)
        {
            Changed = false;
            _latencies.Sort();
            return new(series, at, _latencies.Count, _failed, Quantile(0.5), Quantile(0.95), Quantile(1));
        }

        private double Quantile(double quantile) => Math.Round(_latencies[(int)(quantile * (_latencies.Count - 1))], 2);
    }
}
