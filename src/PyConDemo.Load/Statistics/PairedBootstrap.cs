namespace PyConDemo.Load.Statistics;

/// <summary>
/// An interval for the ratio of two lanes' pooled quantiles. Whole pairs of blocks are drawn with replacement, because requests
/// within a block are not independent. The same seed gives the same interval.
/// </summary>
public sealed class PairedBootstrap(int seed, double confidence = 0.99, int resamples = 10_000)
{
    /// <exception cref="ArgumentException">Fewer than two pairs, or a lane without a single value.</exception>
    public RatioInterval Ratio(IReadOnlyList<BlockPair> pairs, double quantile)
    {
        if (pairs.Count < 2) throw new ArgumentException("A bootstrap needs at least two pairs of blocks.", nameof(pairs));
        if (pairs.Any(p => p.First.Count == 0 || p.Second.Count == 0))
            throw new ArgumentException("Each block needs at least one value.", nameof(pairs));

        var (first, second) = (new WeightedQuantile(pairs.Select(p => p.First)), new WeightedQuantile(pairs.Select(p => p.Second)));
        var weights = new int[pairs.Count];
        Array.Fill(weights, 1);
        var ratio = first.Of(quantile, weights) / second.Of(quantile, weights);

        var random = new Random(seed);
        var ratios = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < pairs.Count; draw++) weights[random.Next(pairs.Count)]++;
            ratios[i] = first.Of(quantile, weights) / second.Of(quantile, weights);
        }

        Array.Sort(ratios);
        var cut = (int)(SmallSample.Tail(confidence, pairs.Count) * resamples);
        return new RatioInterval(quantile, ratio, Math.Min(ratio, ratios[cut]), Math.Max(ratio, ratios[^(cut + 1)]));
    }
}
