namespace PyConDemo.Load;

/// <summary>A finished stretch of load: what became of its requests, and how well the generator kept its own time.</summary>
/// <param name="Length">Without the draining.</param>
public sealed record LoadResult(RequestMetrics Metrics, Latencies Lag, TimeSpan Length)
{
    /// <summary>Requests per second that were answered within the load.</summary>
    public double Throughput => Metrics.AnsweredInTime / Length.TotalSeconds;
}
