namespace PyConDemo.Load.Statistics;

/// <summary>The ratio of two lanes' quantiles with a 99 % interval. The number of pairs decides the method.</summary>
public static class PairedRatio
{
    /// <param name="seed">The bootstrap's seed. The same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">There are too few pairs, or a block is empty.</exception>
    public static RatioInterval Of(IReadOnlyList<BlockPair> pairs, double quantile, int seed)
        => pairs.Count < ClaimRule.LeastBlocks ? FewPairs.Ratio(pairs, quantile)
            : new PairedBootstrap(seed, ClaimRule.Confidence).Ratio(pairs, quantile);
}

/// <summary>The interval for so few pairs of blocks that a bootstrap would be too narrow. It spans all single pairs'
/// ratios, so a difference is claimed only when every pair shows it. It misses the median ratio only when all pairs
/// fall on one side of it: with 8 pairs in 2 · 0.5⁸ = 0.8 % of races, whatever the distribution.</summary>
public static class FewPairs
{
    /// <summary>Fewer pairs cannot give 99 %.</summary>
    public const int Least = 8;

    /// <exception cref="ArgumentException">There are fewer pairs than that, or a block is empty.</exception>
    public static RatioInterval Ratio(IReadOnlyList<BlockPair> pairs, double quantile)
    {
        if (pairs.Count < Least)
            throw new ArgumentException($"At least {Least} pairs of blocks are needed.", nameof(pairs));
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

/// <summary>The latencies of two neighbouring blocks, one of each lane, both in the same unit. The machine is equally
/// busy during neighbouring blocks, so they are resampled together.</summary>
public sealed record BlockPair(IReadOnlyList<double> First, IReadOnlyList<double> Second);

/// <summary>The ratio of the lanes' pooled quantiles, first to second, and the interval around it.</summary>
/// <param name="Quantile">Between 0 and 1: 0.95 for p95.</param>
public sealed record RatioInterval(double Quantile, double Ratio, double Low, double High)
{
    public bool Excludes(double ratio) => ratio < Low || ratio > High;
}
