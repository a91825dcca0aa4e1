using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing.Phases;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Racing;

/// <summary>
/// A race of three gives two comparisons of the same rounds: the second one must be as good as the first.
/// </summary>
public class LaneComparisonTests
{
    private const int Races = 500;

    [Theory]
    [InlineData(8, 3)] // as on the page
    [InlineData(12, 10)]
    public void The_third_lane_is_compared_as_well_as_the_second(int rounds, int perBlock)
    {
        var races = Enumerable.Range(1, Races).Select(seed => Race(seed, rounds, perBlock, [3, 1, 3])).ToArray();
        Assert.True(races.Count(r => r.Second.Claim == Claim.FirstSlower) >= 0.98 * Races);
        var covered = races.Count(r => !r.Third.P50!.Excludes(1));
        var claimed = races.Count(r => r.Third.Claim != Claim.NoDifference);
        // 99.2 % and 0.8 % in the long run
        Assert.True(
            covered >= 0.98 * Races && claimed <= 0.02 * Races, $"covered {covered}, claimed {claimed} of {Races}");
    }

    [Fact]
    public void Each_lane_is_compared_with_its_neighbours_in_the_same_round()
    {
        var held = new SustainedPhase.Result([], [[[2], [1], [4]], [[20], [10], [40]]], 0);
        Assert.Equal([(2d, 1d), (20, 10)], held.Against(1).Select(p => (p.First[0], p.Second[0])));
        Assert.Equal([(2d, 4d), (20, 40)], held.Against(2).Select(p => (p.First[0], p.Second[0])));
    }

    [Fact]
    public void With_enough_rounds_it_is_the_bootstrap_and_with_few_requests_the_median()
    {
        var pairs = SyntheticPairs.Race(7, 3, 0.5, 2);
        var comparison = LaneComparison.Of("yours", pairs, requests: 60, seed: 42);
        Assert.Equal(new PairedBootstrap(42, ClaimRule.Confidence).Ratio(pairs, 0.5), comparison.P50);
        Assert.Same(comparison.P50, comparison.Compared);
        Assert.Equal(("yours", Claim.FirstSlower), (comparison.Lane, comparison.Claim));
    }

    private static (LaneComparison Second, LaneComparison Third) Race(
        int seed, int rounds, int perBlock, double[] medians)
    {
        var held = new SustainedPhase.Result(
            [], SyntheticPairs.Rounds(new Random(seed), perBlock, 0.3, medians, rounds), 0);
        LaneComparison Of(int lane) => LaneComparison.Of($"{lane}", held.Against(lane), rounds * perBlock, seed);
        return (Of(1), Of(2));
    }
}
