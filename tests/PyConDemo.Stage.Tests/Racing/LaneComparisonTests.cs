using PyConDemo.Load;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing.Phases;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Racing;

/// <summary>A race of three gives two comparisons of the same rounds: the second must be as good as the first.</summary>
public class LaneComparisonTests
{
    private const int Races = 1_000;
    private static readonly SyntheticPairs Machine = new(Spread: 0.3);

    [Fact]
    public void The_third_lane_is_compared_as_well_as_the_second()
    {
        var races = Enumerable.Range(1, Races).Select(seed => Race(seed, [3, 1, 3])).ToArray();
        Assert.True(races.Count(r => r.Second.Claim == Claim.FirstSlower) >= 0.99 * Races);
        var covered = races.Count(r => !r.Third.P50!.Excludes(1));
        var claimed = races.Count(r => r.Third.Claim is Claim.FirstSlower or Claim.SecondSlower);
        Assert.True(
            covered >= 0.98 * Races && claimed <= 0.01 * Races, $"covered {covered}, claimed {claimed} of {Races}");
    }

    [Fact]
    public void Each_lane_is_compared_with_its_neighbours_in_the_same_round()
    {
        var held = new SustainedPhase.Result([], [[[2], [1], [4]], [[20], [10], [40]]], 0.5, new Latencies());
        Assert.Equal([(2d, 1d), (20, 10)], held.Against(1).Select(p => (p.First[0], p.Second[0])));
        Assert.Equal([(2d, 4d), (20, 40)], held.Against(2).Select(p => (p.First[0], p.Second[0])));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void The_claim_is_about_the_compared_quantile(double quantile)
    {
        var pairs = Machine.Pairs(7, 20, 2).Take(20).ToArray();
        var comparison = LaneComparison.Of("yours", pairs, quantile);
        Assert.Equal(PairedRatio.Of(pairs, 0.5), comparison.P50);
        Assert.Equal(quantile == 0.95 ? PairedRatio.Of(pairs, 0.95) : null, comparison.P95);
        Assert.Equal(quantile, comparison.Compared!.Quantile);
        Assert.Equal(("yours", Claim.FirstSlower), (comparison.Lane, comparison.Claim));
    }

    private static (LaneComparison Second, LaneComparison Third) Race(int seed, double[] medians)
    {
        var held = new SustainedPhase.Result([], [.. Machine.Rounds(seed, 5, medians).Take(12)], 0.5, new Latencies());
        return (LaneComparison.Of("second", held.Against(1), 0.5), LaneComparison.Of("third", held.Against(2), 0.5));
    }
}
