namespace PyConDemo.Load.Statistics;

/// <summary>The ratio of the first lane's quantile to the second's, and the interval around it. All numbers are
/// positive.</summary>
/// <param name="Quantile">Between 0 and 1: 0.95 for p95.</param>
/// <param name="Ratio">The ratio of the pooled quantiles.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public sealed record RatioInterval(double Quantile, double Ratio, double Low, double High)
{
    public bool Excludes(double ratio) => ratio < Low || ratio > High;
}

/// <summary>The latencies of two neighbouring blocks, one of each lane, both in the same unit. The machine is equally
/// busy during neighbouring blocks, so they are resampled together.</summary>
public sealed record BlockPair(IReadOnlyList<double> First, IReadOnlyList<double> Second);
