using PyConDemo.Load;

namespace PyConDemo.Stage.Page.Live;

/// <summary>One line of the chart while it grows. Thread-safe.</summary>
internal sealed class ChartSeries(int series, long raceStart)
{
    /// <summary>Fine enough for blocks of a quarter of a second, and about 120 points for a race.</summary>
    public const double BinMs = 250;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, ChartBin> _bins = [];

    public void Add(in RequestResult shot)
    {
        var bin = (long)(System.Diagnostics.Stopwatch.GetElapsedTime(raceStart, shot.At).TotalMilliseconds / BinMs);
        lock (_gate)
        {
            if (!_bins.TryGetValue(bin, out var found)) _bins[bin] = found = new();
            found.Add(shot);
        }
    }

    /// <summary>What has changed since the last call; whole bins, so that repeating one does no harm.</summary>
    public IReadOnlyList<ChartPoint> TakeChanged()
    {
        lock (_gate)
        {
            var news = new List<ChartPoint>();
            foreach (var (bin, found) in _bins)
            {
                if (!found.Changed) continue;
                found.Changed = false;
                news.Add(found.Point(series, (bin + 0.5) * BinMs));
            }

            return news;
        }
    }
}
