using PyConDemo.Load.Statistics;

namespace PyConDemo.Load.Tests.Statistics;

/// <summary>The page's brief race uses this interval when a lane is slow.</summary>
public class FewPairsTests
{
    private const int Races = 1_000;

    [Theory]
    [InlineData(8, 1, 0.5)]
    [InlineData(8, 3, 1.0)]
    [InlineData(12, 10, 0.3)]
    public void It_covers_the_truth_and_claims_nothing_of_equals(int blocks, int perBlock, double spread)
    {
        var covered = Enumerable.Range(1, Races).Count(
            seed => !FewPairs.Ratio(SyntheticPairs.Race(seed, perBlock, spread, 3, blocks), 0.95).Excludes(3));
        var claimed = Enumerable.Range(1, Races)
            .Select(seed => FewPairs.Ratio(SyntheticPairs.Race(seed, perBlock, spread, 1, blocks), 0.95))
            .Count(interval => ClaimRule.Judge(interval) != Claim.NoDifference);
        // 99.2 % and 0.8 % in the long run; a thousand races miss that by a few.
        Assert.True(
            covered >= 0.985 * Races && claimed <= 0.015 * Races, $"covered {covered}, claimed {claimed} of {Races}");
    }

    [Fact]
    public void A_large_difference_is_found_with_one_request_per_block()
        => Assert.Equal(Claim.FirstSlower, ClaimRule.Judge(FewPairs.Ratio(SyntheticPairs.Race(3, 1, 0.3, 8, 8), 0.95)));

    [Fact]
    public void Seven_pairs_are_too_few()
        => Assert.Throws<ArgumentException>(() => FewPairs.Ratio(SyntheticPairs.Race(1, 3, 0.5, 2, 7), 0.95));
}
