namespace PyConDemo.Stage.Measuring;

/// <summary>In milliseconds; zeros when nothing was measured.</summary>
public sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    public static readonly Percentiles None = new(0, 0, 0, 0);
}
