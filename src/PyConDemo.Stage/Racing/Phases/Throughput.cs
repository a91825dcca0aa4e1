using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>What a number of clients got answered in closed loops. For one thread.</summary>
public sealed class Throughput(int clients)
{
    private long answered, failed;
    private TimeSpan time;

    public int Clients => clients;

    /// <summary>Several clients, of which most got no answer: that measures the time-out, not the lane.</summary>
    public bool Overrun => clients > 1 && failed >= answered;

    /// <summary>Answers per second. A lane too slow for a single one still has a capacity: less than one per block.</summary>
    public double PerSecond => Math.Max(answered, 0.5) / time.TotalSeconds;

    public void Add(Tally tally, TimeSpan length)
    {
        answered += tally.Answered;
        failed += tally.Failed;
        time += length;
    }
}
