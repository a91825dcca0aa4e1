namespace PyConDemo.Checklist.Recording;

/// <summary>Estimates the time of a round trip to a database: the quickest query of many. Thread-safe.</summary>
internal sealed class RoundTrips
{
    // The first queries of a program are slow, and the quickest of a few can be a long one.
    private const int Enough = 20;

    // If all queries take longer, they are slow themselves.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(10);

    private long _quickest = Longest.Ticks;
    private int _count;

    /// <summary>Zero until enough queries are known.</summary>
    public TimeSpan Quickest => Volatile.Read(ref _count) < Enough ? TimeSpan.Zero : new(Volatile.Read(ref _quickest));

    /// <summary>A query was answered. A race can lose it, which only makes the estimate worse.</summary>
    public void Add(TimeSpan took)
    {
        if (took.Ticks < Volatile.Read(ref _quickest)) Volatile.Write(ref _quickest, took.Ticks);
        if (Volatile.Read(ref _count) < Enough) Interlocked.Increment(ref _count);
    }
}
