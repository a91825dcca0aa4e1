using MathNet.Numerics.Distributions;

namespace PyConDemo.Load.Statistics;

/// <summary>An interval for the ratio of two lanes' pooled quantiles. It resamples whole pairs of blocks with
/// replacement, because requests within a block are not independent. The same seed gives the same interval.</summary>
public sealed class PairedBootstrap(int seed, double confidence = 0.99, int resamples = 10_000)
{
    /// <exception cref="ArgumentException">There are fewer than two pairs, or a block is empty.</exception>
    public RatioInterval Ratio(IReadOnlyList<BlockPair> pairs, double quantile)
    {
        if (pairs.Count < 2)
            throw new ArgumentException("A bootstrap needs at least two pairs of blocks.", nameof(pairs));
        if (pairs.Any(p => p.First.Count == 0 || p.Second.Count == 0))
            throw new ArgumentException("Each block needs at least one value.", nameof(pairs));

        var first = new WeightedQuantile(pairs.Select(p => p.First));
        var second = new WeightedQuantile(pairs.Select(p => p.Second));
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

/// <summary>Widens the interval for few blocks. A percentile bootstrap is then too narrow: it divides by n instead of n
/// − 1, and it uses normal tails instead of Student's. A larger tail probability corrects both (Hesterberg, "What
/// Teachers Should Know About the Bootstrap", 2015, expanded percentile interval).</summary>
public static class SmallSample
{
    /// <summary>The probability to cut from each end of the bootstrap distribution of <paramref name="blocks"/> (2 or
    /// more) blocks.</summary>
    public static double Tail(double confidence, int blocks)
    {
        var student = StudentT.InvCDF(0, 1, blocks - 1, 0.5 + confidence / 2);
        return Normal.CDF(0, 1, -student * Math.Sqrt(blocks / (blocks - 1.0)));
    }
}
