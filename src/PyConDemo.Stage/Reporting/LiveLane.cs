using PyConDemo.Load;

namespace PyConDemo.Stage.Reporting;

/// <summary>One line of the live view. Thread-safe.</summary>
internal sealed class LiveLane
{
    private readonly Latencies _latencies = new();
    private long _failed;

    public long Count => _latencies.Count;
    public long Failed => Interlocked.Read(ref _failed);

    public void Add(RequestResult result)
    {
        _latencies.Add(result.Latency);
        if (result.Failed) Interlocked.Increment(ref _failed);
    }

    public Percentiles Percentiles() => _latencies.Percentiles();
}
