using PyConDemo.Load.Statistics;

namespace PyConDemo.Testing;

/// <summary>Simulates races with log-normal latencies, on a machine whose speed changes from block to block.</summary>
public static class SyntheticPairs
{
    private const double SharedDrift = 0.2, OwnDrift = 0.1;

    public static IReadOnlyList<BlockPair> Race(int seed, int perBlock, double spread, double ratio, int blocks = ClaimRule.LeastBlocks)
        => [.. Rounds(new Random(seed), perBlock, spread, [ratio, 1], blocks).Select(r => new BlockPair(r[0], r[1]))];

    /// <param name="medians">One median latency for each lane.</param>
    public static IReadOnlyList<IReadOnlyList<double>[]> Rounds(Random random, int perBlock, double spread, double[] medians, int rounds)
    {
        return [.. Enumerable.Range(0, rounds).Select(_ =>
        {
            var shared = SharedDrift * Normal(random);
            return medians.Select(IReadOnlyList<double> (median) => Block(median, shared)).ToArray();
        })];

        double[] Block(double median, double shared)
        {
            var own = OwnDrift * Normal(random);
            return [.. Enumerable.Range(0, perBlock).Select(_ => median * Math.Exp(shared + own + spread * Normal(random)))];
        }
    }

    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
