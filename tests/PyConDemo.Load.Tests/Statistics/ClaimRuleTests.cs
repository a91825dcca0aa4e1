using PyConDemo.Load.Statistics;

namespace PyConDemo.Load.Tests.Statistics;

public class ClaimRuleTests
{
    [Theory]
    [InlineData(33, 29, 37, Claim.FirstSlower)]
    [InlineData(0.5, 0.4, 0.6, Claim.SecondSlower)]
    [InlineData(1.14, 1.10, 1.18, Claim.NoDifference)] // proven, but small
    [InlineData(0.88, 0.86, 0.90, Claim.NoDifference)]
    [InlineData(3, 0.9, 9, Claim.NoDifference)]        // large, but not proven
    public void A_claim_needs_proof_and_size(double ratio, double low, double high, Claim expected)
        => Assert.Equal(expected, ClaimRule.Judge(new RatioInterval(0.95, ratio, low, high)));

    [Theory]
    [InlineData(20, 0.5)]
    [InlineData(99, 0.5)]
    [InlineData(100, 0.95)]
    public void A_p95_of_few_requests_is_not_compared(long requests, double quantile)
        => Assert.Equal(quantile, ClaimRule.Quantile(requests));
}
