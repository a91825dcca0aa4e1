namespace PyConDemo.Load.Statistics;

/// <summary>How many times the first lane's quantile is the second's, and the interval around it. All positive.</summary>
/// <param name="Quantile">In (0, 1): 0.95 for p95.</param>
/// <param name="Ratio">Of the pooled quantiles.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public sealed record RatioInterval(double Quantile, double Ratio, double Low, double High)
{
    public bool Excludes(double ratio) => ratio < Low || ratio > High;
}
