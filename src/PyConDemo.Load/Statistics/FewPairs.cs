namespace PyConDemo.Load.Statistics;

/// <summary>
/// An interval for so few pairs of blocks that a bootstrap would promise too much: from the smallest to the largest ratio of a single pair.
/// It misses the median ratio only when all pairs fall on one side of it: with 8 pairs in 2 · 0.5⁸ = 0.8 % of races, whatever the
/// distribution. So a difference is claimed only when every single pair says the same.
/// </summary>
public static class FewPairs
{
    /// <summary>Fewer could not give 99 %.</summary>
    public const int Least = 8;

    /// <exception cref="ArgumentException">Fewer than <see cref="Least"/> pairs, or a block without a single value.</exception>
    public static RatioInterval Ratio(IReadOnlyList<BlockPair> pairs, double quantile)
    {
        if (pairs.Count < Least) throw new ArgumentException($"{Least} pairs of blocks are the least.", nameof(pairs));
        var each = pairs.Select(p => Of(p.First, quantile) / Of(p.Second, quantile)).ToArray();
        var pooled = Of(pairs.SelectMany(p => p.First), quantile) / Of(pairs.SelectMany(p => p.Second), quantile);
        return new(quantile, pooled, Math.Min(pooled, each.Min()), Math.Max(pooled, each.Max()));
    }

    private static double Of(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("Each block needs at least one value.", nameof(values));
        return sorted[(int)Math.Max(0, Math.Ceiling((quantile * sorted.Length) - 1e-9) - 1)];
    }
}
