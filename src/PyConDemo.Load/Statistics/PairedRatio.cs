namespace PyConDemo.Load.Statistics;

/// <summary>The ratio of two lanes' quantiles with a 99 % interval, by the method that the number of pairs allows.</summary>
public static class PairedRatio
{
    /// <param name="seed">The bootstrap's: the same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">Fewer than <see cref="FewPairs.Least"/> pairs, or a block without a single value.</exception>
    public static RatioInterval Of(IReadOnlyList<BlockPair> pairs, double quantile, int seed)
        => pairs.Count < ClaimRule.LeastBlocks ? FewPairs.Ratio(pairs, quantile)
            : new PairedBootstrap(seed, ClaimRule.Confidence).Ratio(pairs, quantile);
}
