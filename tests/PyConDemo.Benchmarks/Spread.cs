using System.Globalization;

namespace PyConDemo.Benchmarks;

/// <summary>
/// Ratios of paired blocks: their median, and from 8 pairs on an interval of at least 99 % for the true median, whatever the
/// distribution. Each pair falls on either side of it like a coin, so as many of the lowest and of the highest are left out as a coin
/// allows; of 8 to 11 pairs that is none.
/// </summary>
internal sealed class Spread(IEnumerable<double> values) : IFormattable
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    public override string ToString() => ToString("F2", CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? provider)
    {
        var left = LeftOut(_sorted.Length);
        return $"{Median.ToString(format, provider)} ({_sorted[left].ToString(format, provider)}–{_sorted[^(left + 1)].ToString(format, provider)})";
    }

    // The median lies below the k-th lowest only when fewer than k pairs fall below it: at most 0.5 % on each side.
    private static int LeftOut(int pairs)
    {
        var (term, sum, left) = (Math.Pow(0.5, pairs), Math.Pow(0.5, pairs), 0);
        for (var k = 1; (sum += term *= (pairs - k + 1.0) / k) <= 0.005; k++)
            left = k;
        return left;
    }
}
