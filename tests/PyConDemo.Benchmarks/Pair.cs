using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks;

/// <summary>Two consecutive blocks of one case, one on each server.</summary>
internal sealed record Pair(Block Good, Block Hand)
{
    /// <summary>Returns the median of the pairs' ratios good / hand-written, with a 99 % interval.</summary>
    /// <param name="value">The value of a block to compare: throughput, or CPU per request.</param>
    public static RatioInterval Ratio(IEnumerable<Pair> pairs, Func<Block, double> value)
        => PairedRatio.Of([.. pairs.Select(pair => new BlockPair([value(pair.Good)], [value(pair.Hand)]))], quantile: 0.5, seed: 1);
}
