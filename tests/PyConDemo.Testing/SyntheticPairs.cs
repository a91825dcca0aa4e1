using PyConDemo.Load.Statistics;

namespace PyConDemo.Testing;

/// <summary>Simulates the blocks of races. Latencies are log-normal, and the machine disturbs them as real ones do.</summary>
/// <param name="Spread">The standard deviation of a latency's logarithm within a block.</param>
/// <param name="Disturbance">The standard deviation of a block's own change, as a logarithm.</param>
/// <param name="Drift">What each block's median gains on the block before it, as a logarithm: a machine that slows
/// down.</param>
/// <param name="Memory">How much of one block's disturbance is left in the next one, from 0 to 1.</param>
/// <param name="Slow">The share of requests that take ten times as long.</param>
public sealed record SyntheticPairs(
    double Spread, double Disturbance = 0.15, double Drift = 0, double Memory = 0, double Slow = 0)
{
    /// <summary>Returns rounds without end, in the order of measurement: each has one block per lane.</summary>
    /// <param name="medians">One median latency for each lane.</param>
    public IEnumerable<IReadOnlyList<double>[]> Rounds(int seed, int perBlock, params double[] medians)
    {
        var random = new Random(seed);
        var (disturbed, time) = (0.0, 0);
        int[] order = [.. Enumerable.Range(0, medians.Length)];
        while (true)
        {
            random.Shuffle(order);
            var round = new IReadOnlyList<double>[medians.Length];
            foreach (var lane in order) round[lane] = Block(medians[lane]);
            yield return round;
        }

        double[] Block(double median)
        {
            disturbed = (Memory * disturbed) + (Disturbance * Math.Sqrt(1 - (Memory * Memory)) * Normal());
            var speed = median * Math.Exp((Drift * time++) + disturbed);
            return [.. Enumerable.Range(0, perBlock).Select(
                _ => speed * Math.Exp(Spread * Normal()) * (random.NextDouble() < Slow ? 10 : 1))];
        }

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>The pairs of a race of two, whose first lane takes <paramref name="ratio"/> times as long.</summary>
    public IEnumerable<BlockPair> Pairs(int seed, int perBlock, double ratio)
        => Rounds(seed, perBlock, ratio, 1).Select(round => new BlockPair(round[0], round[1]));
}
