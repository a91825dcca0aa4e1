using MathNet.Numerics.Distributions;

namespace PyConDemo.Load.Statistics;

/// <summary>An interval for the ratio of two lanes' pooled quantiles. It resamples whole pairs of blocks with
/// replacement, because requests within a block are not independent. The same seed gives the same interval.</summary>
public sealed class PairedBootstrap(int seed, double confidence = ClaimRule.Confidence, int resamples = 10_000)
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
        var cut = (int)(Tail(pairs.Count) * resamples);
        return new(quantile, ratio, Math.Min(ratio, ratios[cut]), Math.Max(ratio, ratios[^(cut + 1)]));
    }

    /// <summary>The probability to cut from each end of the distribution. A percentile bootstrap of few blocks is too
    /// narrow: it divides by n instead of n − 1, and it uses normal tails instead of Student's. A larger tail corrects
    /// both (Hesterberg, "What Teachers Should Know About the Bootstrap", 2015: expanded percentiles).</summary>
    private double Tail(int blocks)
    {
        var student = StudentT.InvCDF(0, 1, blocks - 1, 0.5 + confidence / 2);
        return Normal.CDF(0, 1, -student * Math.Sqrt(blocks / (blocks - 1.0)));
    }
}

/// <summary>Sorts a lane's values once, so that each of thousands of resamples only walks over the tail.</summary>
internal sealed class WeightedQuantile
{
    private readonly (double Value, int Block)[] _values;
    private readonly int[] _sizes;

    public WeightedQuantile(IEnumerable<IReadOnlyList<double>> lane)
    {
        _values = [.. lane.SelectMany((block, index) => block.Select(value => (value, index)))];
        Array.Sort(_values, (a, b) => b.Value.CompareTo(a.Value));
        _sizes = [.. lane.Select(block => block.Count)];
    }

    /// <summary>Returns the value at the nearest rank when block i counts weights[i] times.</summary>
    public double Of(double quantile, ReadOnlySpan<int> weights)
    {
        long total = 0;
        for (var i = 0; i < weights.Length; i++) total += (long)weights[i] * _sizes[i];
        var fromTheTop = total - Math.Max(1, (long)Math.Ceiling(quantile * total - 1e-9)) + 1;
        var at = -1;
        while (fromTheTop > 0) fromTheTop -= weights[_values[++at].Block];
        return _values[at].Value;
    }
}
