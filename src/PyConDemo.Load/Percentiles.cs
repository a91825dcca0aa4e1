using PyConDemo.Load.Statistics;

namespace PyConDemo.Load;

/// <summary>In milliseconds; zeros when nothing was measured.</summary>
public sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    public static readonly Percentiles None = new(0, 0, 0, 0);

    /// <summary>The one of which <paramref name="compared"/> is the ratio: p50 or p95.</summary>
    public double At(RatioInterval compared) => compared.Quantile switch
    {
        0.5 => P50,
        0.95 => P95,
        _ => throw new ArgumentOutOfRangeException(nameof(compared), compared.Quantile, "Only p50 and p95 are compared."),
    };
}
