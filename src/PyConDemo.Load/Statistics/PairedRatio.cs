namespace PyConDemo.Load.Statistics;

/// <summary>Computes the ratio of two lanes' quantiles with a 99 % interval. The number of pairs decides the
/// method.</summary>
public static class PairedRatio
{
    /// <param name="seed">The bootstrap's seed. The same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">There are fewer than <see cref="FewPairs.Least"/> pairs, or a block is
    /// empty.</exception>
    public static RatioInterval Of(IReadOnlyList<BlockPair> pairs, double quantile, int seed)
        => pairs.Count < ClaimRule.LeastBlocks ? FewPairs.Ratio(pairs, quantile)
            : new PairedBootstrap(seed, ClaimRule.Confidence).Ratio(pairs, quantile);
}
