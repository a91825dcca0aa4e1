using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Reporting;

/// <summary>One line of the live view. Thread-safe.</summary>
internal sealed class LiveLane
{
    private readonly Latencies latencies = new();
    private long failed;

    public long Count => latencies.Count;
    public long Failed => Interlocked.Read(ref failed);

    public void Add(Shot shot)
    {
        latencies.Add(shot.Latency);
        if (shot.Failed) Interlocked.Increment(ref failed);
    }

    public Percentiles Percentiles() => latencies.Percentiles();
}
