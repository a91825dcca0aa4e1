using PyConDemo.Load.Statistics;

namespace PyConDemo.Load.Tests.Statistics;

public class ClaimRuleTests
{
    [Theory]
    [InlineData(33, 29, 37, Claim.FirstSlower)]
    [InlineData(0.5, 0.4, 0.6, Claim.SecondSlower)]
    [InlineData(1.01, 0.87, 1.15, Claim.NoDifference)]
    [InlineData(1.14, 1.10, 1.18, Claim.Undecided)] // proven, but small
    [InlineData(0.88, 0.86, 0.90, Claim.Undecided)]
    [InlineData(3, 0.9, 9, Claim.Undecided)]        // large, but not proven
    [InlineData(1, 0.5, 2, Claim.Undecided)]        // nothing is known
    public void A_claim_needs_proof_and_size(double ratio, double low, double high, Claim expected)
        => Assert.Equal(expected, ClaimRule.Judge(new RatioInterval(0.95, ratio, low, high)));

    [Theory]
    [InlineData(5, 0.5)]
    [InlineData(19, 0.5)]
    [InlineData(20, 0.95)]
    public void A_p95_of_few_requests_is_not_compared(double requests, double quantile)
        => Assert.Equal(quantile, ClaimRule.Quantile(requests));
}
