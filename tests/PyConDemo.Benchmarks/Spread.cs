using System.Globalization;

namespace PyConDemo.Benchmarks;

/// <summary>
/// Ratios of paired blocks. From 8 pairs on, lowest and highest are also an interval of at least 99 % for the true median, whatever the
/// distribution: it lies outside only when all pairs fall on one side of it, which has a chance of 2 / 2^n.
/// </summary>
internal sealed class Spread(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Median:F2} ({_sorted[0]:F2}–{_sorted[^1]:F2})");
}
