using PyConDemo.Load;

namespace PyConDemo.Stage.Page.Live;

/// <summary>What ended within one short span of time. Its owner's lock guards it.</summary>
internal sealed class ChartBin
{
    private readonly List<double> _latencies = [];

    public bool Changed { get; set; }
    public long Failed { get; private set; }

    public void Add(in RequestResult shot)
    {
        _latencies.Add(shot.Latency.TotalMilliseconds);
        if (shot.Failed) Failed++;
        Changed = true;
    }

    /// <param name="at">Milliseconds since the race's start.</param>
    public ChartPoint Point(int series, double at)
    {
        _latencies.Sort();
        return new(series, at, _latencies.Count, Failed, Of(0.5), Of(0.95), Math.Round(_latencies[^1], 2));
    }

    private double Of(double quantile) => Math.Round(_latencies[(int)(quantile * (_latencies.Count - 1))], 2);
}
