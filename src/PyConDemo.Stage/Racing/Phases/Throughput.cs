using PyConDemo.Load;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>What a number of clients got answered in closed loops. For one thread.</summary>
public sealed class Throughput(int clients)
{
    private long _answered, _failed;
    private TimeSpan _time;

    public int Clients => clients;

    /// <summary>Several clients, of which most got no answer: that measures the time-out, not the lane.</summary>
    public bool Overrun => clients > 1 && _failed >= _answered;

    /// <summary>Answers per second. A lane too slow for a single one still has a capacity: less than one per block.</summary>
    public double PerSecond => Math.Max(_answered, 0.5) / _time.TotalSeconds;

    public void Add(RequestMetrics metrics, TimeSpan length)
    {
        _answered += metrics.Answered;
        _failed += metrics.Failed;
        _time += length;
    }
}
