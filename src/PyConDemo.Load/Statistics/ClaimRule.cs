namespace PyConDemo.Load.Statistics;

/// <summary>Decides whether a difference may be claimed: the interval must exclude 1, and the ratio must lie outside
/// 0.87–1.15 (±14 % on a logarithmic scale). A busy machine alone can cause such a change between two runs.</summary>
public static class ClaimRule
{
    public const int LeastBlocks = 20;
    public const double Confidence = 0.99;
    public const double NoiseLow = 0.87;
    public const double NoiseHigh = 1.15;

    /// <summary>With fewer requests per lane, the median is compared: two slow ones would decide the p95.</summary>
    public const int LeastRequestsForP95 = 100;

    public static double Quantile(long requests) => requests < LeastRequestsForP95 ? 0.5 : 0.95;

    public static Claim Judge(RatioInterval interval)
        => !interval.Excludes(1) || interval.Ratio is >= NoiseLow and <= NoiseHigh ? Claim.NoDifference
            : interval.Ratio > 1 ? Claim.FirstSlower : Claim.SecondSlower;
}

/// <summary>What a race may claim about the latencies of two lanes.</summary>
public enum Claim
{
    NoDifference,
    FirstSlower,
    SecondSlower,
}
