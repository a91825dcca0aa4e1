using PyConDemo.Stage.Statistics;

namespace PyConDemo.Stage.Tests.Statistics;

/// <summary>Simulated races: log-normal latencies, and a machine whose speed drifts from block to block.</summary>
internal static class Weather
{
    private const double SharedDrift = 0.2, OwnDrift = 0.1;

    public static IReadOnlyList<BlockPair> Race(int seed, int perBlock, double spread, double ratio, int blocks = ClaimRule.LeastBlocks)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, blocks).Select(_ =>
        {
            var shared = SharedDrift * Normal(random);
            return new BlockPair(Block(ratio, shared), Block(1, shared));
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
