using PyConDemo.Load.Statistics;

namespace PyConDemo.Load.Tests.Statistics;

/// <summary>Simulates races. Their intervals only narrow with each pair, so the one after the most pairs errs most: a
/// race that ends earlier, when it is decided, errs at most as often.</summary>
public class PairedRatioTests
{
    /// <summary>More pairs than a race of two lanes has time for.</summary>
    private const int MostPairs = 40;

    private static readonly int Races = TestSize.Choose(plain: 2_000, full: 20_000);

    /// <summary>Kinds of machines, by name: xunit shows it.</summary>
    private static readonly Dictionary<string, SyntheticPairs> Machines = new()
    {
        ["quiet"] = new(Spread: 0.1, Disturbance: 0.05),
        ["usual"] = new(Spread: 0.3),
        ["skewed"] = new(Spread: 1),
        ["drifting"] = new(Spread: 0.3, Drift: 0.05),
        ["autocorrelated"] = new(Spread: 0.3, Memory: 0.9),
        ["slow requests"] = new(Spread: 0.3, Slow: 0.1),
        ["all at once"] = new(Spread: 0.7, Drift: 0.03, Memory: 0.8, Slow: 0.05),
    };

    public static MatrixTheoryData<string, int, double> Kinds => new(Machines.Keys, [1, 20], [1, 3]);

    [Theory, MemberData(nameof(Kinds))]
    public void The_interval_contains_the_true_ratio_in_98_of_100_races(string machine, int perBlock, double ratio)
    {
        var covered = Simulate(seed => !Interval(machine, seed, perBlock, ratio).Excludes(ratio));
        Assert.True(covered >= 0.98 * Races, $"{covered} of {Races}");
    }

    public static MatrixTheoryData<string, int> EqualLanes => new(Machines.Keys, [1, 20]);

    [Theory, MemberData(nameof(EqualLanes))]
    public void Equal_lanes_are_told_to_differ_in_at_most_1_of_100_races(string machine, int perBlock)
    {
        var claimed = Simulate(seed => ClaimRule.Judge(Interval(machine, seed, perBlock, 1))
            is Claim.FirstSlower or Claim.SecondSlower);
        Assert.True(claimed <= 0.01 * Races, $"{claimed} of {Races}");
    }

    [Theory]
    [InlineData("usual")]
    [InlineData("drifting")]
    [InlineData("slow requests")]
    public void Twenty_times_is_claimed_after_the_fewest_pairs(string machine)
    {
        var found = Simulate(seed => Claim.FirstSlower
            == ClaimRule.Judge(Interval(machine, seed, 5, 20, BettingInterval.LeastPairs)));
        Assert.True(found >= 0.999 * Races, $"{found} of {Races}");
    }

    [Fact]
    public void Half_as_much_again_is_claimed_later()
    {
        var found = Simulate(seed => ClaimRule.Judge(Interval("usual", seed, 5, 1.5)) == Claim.FirstSlower);
        Assert.True(found >= 0.99 * Races, $"{found} of {Races}");
        var soon = Simulate(seed => Claim.FirstSlower
            == ClaimRule.Judge(Interval("usual", seed, 5, 1.5, BettingInterval.LeastPairs)));
        Assert.True(soon < 0.5 * Races, $"{soon} of {Races}");
    }

    [Fact]
    public void Equal_lanes_of_a_quiet_machine_end_without_a_difference()
    {
        var equal = Simulate(seed => ClaimRule.Judge(Interval("quiet", seed, 5, 1)) == Claim.NoDifference);
        Assert.True(equal >= 0.98 * Races, $"{equal} of {Races}");
    }

    [Fact]
    public void Each_pair_only_narrows_the_interval()
    {
        double[] differences = [.. Machines["all at once"].Pairs(3, 1, 1.5).Take(60)
            .Select(pair => Math.Log(pair.First[0] / pair.Second[0]))];
        var before = BettingInterval.Of(differences[..8]);
        foreach (var count in Enumerable.Range(9, 52))
        {
            var now = BettingInterval.Of(differences[..count]);
            Assert.True(now.Low >= before.Low - 1e-4 && now.High <= before.High + 1e-4, $"{count}: {before}, {now}");
            before = now;
        }
    }

    [Fact]
    public void The_mirror_gives_the_inverse()
    {
        BlockPair[] pairs = [.. Machines["quiet"].Pairs(7, 20, 2).Take(20)];
        var one = PairedRatio.Of(pairs, 0.95);
        var mirrored = PairedRatio.Of([.. pairs.Select(p => new BlockPair(p.Second, p.First))], 0.95);
        Assert.Equal(1 / one.Ratio, mirrored.Ratio, 9);
        Assert.Equal(1 / one.Low, mirrored.High, 4);
        Assert.Equal(1 / one.High, mirrored.Low, 4);
    }

    [Fact]
    public void Eight_clear_pairs_exclude_what_lies_beyond_a_factor_of_1_25_and_seven_are_too_few()
    {
        BlockPair[] pairs = [.. Enumerable.Repeat(new BlockPair([20], [2]), 8)];
        var interval = PairedRatio.Of(pairs, 0.5);
        Assert.Equal(10, interval.Ratio, 9);
        Assert.InRange(interval.Low, 8, 8.1);
        Assert.InRange(interval.High, 12.4, 12.5);
        Assert.Throws<ArgumentException>(() => PairedRatio.Of(pairs[..7], 0.5));
    }

    [Fact]
    public void What_was_excluded_once_stays_excluded()
    {
        BlockPair[] pairs =
        [
            .. Enumerable.Repeat(new BlockPair([20], [2]), 8), .. Enumerable.Repeat(new BlockPair([2], [20]), 8),
        ];
        Assert.True(PairedRatio.Of(pairs, 0.5).Low >= 1);
    }

    [Fact]
    public void A_block_without_a_value_is_refused()
    {
        BlockPair[] pairs = [.. Enumerable.Repeat(new BlockPair([1], [1]), 7), new BlockPair([], [1])];
        Assert.Throws<ArgumentException>(() => PairedRatio.Of(pairs, 0.5));
    }

    private static RatioInterval Interval(
        string machine, int seed, int perBlock, double ratio, int pairs = MostPairs)
        => PairedRatio.Of(
            [.. Machines[machine].Pairs(seed, perBlock, ratio).Take(pairs)], ClaimRule.Quantile(perBlock));

    private static int Simulate(Func<int, bool> race) => ParallelEnumerable.Range(1, Races).Count(race);
}
