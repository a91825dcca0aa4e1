using PyConDemo.Load.Statistics;

namespace PyConDemo.Load.Tests.Statistics;

public class PairedBootstrapTests
{
    private static readonly int Races = TestSize.Choose(plain: 300, full: 1_000);

    [Theory]
    [InlineData(3, 0.95, 1.0)] // the fewest requests per block that a race has, with a heavy tail
    [InlineData(10, 0.95, 0.5)]
    [InlineData(10, 0.5, 1.0)]
    public void The_interval_covers_the_truth_in_98_of_100_races(int perBlock, double quantile, double spread)
    {
        var covered = Simulate(
            seed => !Interval(SyntheticPairs.Race(seed, perBlock, spread, ratio: 3), seed, quantile).Excludes(3));
        Assert.True(covered >= 0.98 * Races, $"{covered} of {Races}");
    }

    [Theory]
    [InlineData(3, 0.95, 1.0)]
    [InlineData(10, 0.95, 0.5)]
    [InlineData(40, 0.95, 0.3)]
    public void A_lane_that_races_itself_is_told_to_differ_in_at_most_1_of_100_races(
        int perBlock, double quantile, double spread)
    {
        var claimed = Simulate(seed => Claim.NoDifference
            != ClaimRule.Judge(Interval(SyntheticPairs.Race(seed, perBlock, spread, ratio: 1), seed, quantile)));
        Assert.True(claimed <= 0.01 * Races, $"{claimed} of {Races}");
    }

    [Fact]
    public void A_real_difference_is_found()
    {
        var found = Simulate(seed => Claim.FirstSlower
            == ClaimRule.Judge(Interval(SyntheticPairs.Race(seed, 10, 0.5, ratio: 3), seed, 0.95)));
        Assert.True(found >= 0.99 * Races, $"{found} of {Races}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_the_mirror_gives_the_inverse()
    {
        var pairs = SyntheticPairs.Race(7, 10, 0.5, 2);
        var one = new PairedBootstrap(42).Ratio(pairs, 0.95);
        Assert.Equal(one, new PairedBootstrap(42).Ratio(pairs, 0.95));
        var mirrored = new PairedBootstrap(42).Ratio([.. pairs.Select(p => new BlockPair(p.Second, p.First))], 0.95);
        Assert.Equal(1 / one.Low, mirrored.High, 9);
        Assert.Equal(1 / one.Ratio, mirrored.Ratio, 9);
    }

    [Fact]
    public void A_block_without_a_value_is_refused()
        => Assert.Throws<ArgumentException>(() => new PairedBootstrap(1).Ratio([new([1], [1]), new([], [1])], 0.5));

    private static RatioInterval Interval(IReadOnlyList<BlockPair> pairs, int seed, double quantile)
        => new PairedBootstrap(seed, ClaimRule.Confidence, resamples: 4_000).Ratio(pairs, quantile);

    private static int Simulate(Func<int, bool> race)
        => ParallelEnumerable.Range(1, Races).Count(race);
}
