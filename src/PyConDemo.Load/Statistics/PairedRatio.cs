namespace PyConDemo.Load.Statistics;

/// <summary>The ratio of two lanes' quantiles with a 99 % interval, from pairs of blocks in random order.</summary>
public static class PairedRatio
{
    /// <exception cref="ArgumentException">There are too few pairs, or a block is empty.</exception>
    public static RatioInterval Of(IReadOnlyList<BlockPair> pairs, double quantile)
    {
        var (low, high) = BettingInterval.Of([.. pairs.Select(LogRatio)]);
        var all = Quantile(pairs.SelectMany(p => p.First)) / Quantile(pairs.SelectMany(p => p.Second));
        return new(quantile, all, Math.Min(all, Math.Exp(low)), Math.Max(all, Math.Exp(high)));

        double LogRatio(BlockPair pair) => Math.Log(Quantile(pair.First) / Quantile(pair.Second));

        // The value at the nearest rank.
        double Quantile(IEnumerable<double> values)
        {
            var sorted = values.Order().ToArray();
            if (sorted.Length == 0) throw new ArgumentException("Each block needs at least one value.", nameof(pairs));
            return sorted[(int)Math.Max(0, Math.Ceiling((quantile * sorted.Length) - 1e-9) - 1)];
        }
    }
}

/// <summary>The latencies of two neighbouring blocks, one of each lane, both in the same unit. The machine is about
/// equally busy during both. Which lane is first is drawn by lot.</summary>
public sealed record BlockPair(IReadOnlyList<double> First, IReadOnlyList<double> Second);

/// <summary>The ratio of the lanes' quantiles over all blocks, first to second, and the interval around it.</summary>
/// <param name="Quantile">Between 0 and 1: 0.95 for p95.</param>
public sealed record RatioInterval(double Quantile, double Ratio, double Low, double High)
{
    public bool Excludes(double ratio) => ratio < Low || ratio > High;
}
