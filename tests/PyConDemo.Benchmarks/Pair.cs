using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks;

/// <summary>Two blocks of one case, one right after the other.</summary>
internal sealed record Pair(Block Good, Block Hand)
{
    /// <summary>The median of many pairs' ratios good / hand-written, with a 99 % interval.</summary>
    /// <param name="value">What is compared of each block: throughput, or CPU per request.</param>
    public static RatioInterval Ratio(IEnumerable<Pair> pairs, Func<Block, double> value)
        => PairedRatio.Of([.. pairs.Select(pair => new BlockPair([value(pair.Good)], [value(pair.Hand)]))], quantile: 0.5, seed: 1);
}
