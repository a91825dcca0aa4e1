namespace PyConDemo.Load.Statistics;

/// <summary>
/// When a difference may be claimed: the interval excludes 1 and the ratio is large enough to matter. The band 0.87–1.15 is ±14 % on a
/// logarithmic scale: what a change of the machine's weather between two runs alone can make.
/// </summary>
public static class ClaimRule
{
    public const int LeastBlocks = 20;
    public const double Confidence = 0.99;
    public const double NoiseLow = 0.87;
    public const double NoiseHigh = 1.15;

    /// <summary>
    /// Requests per lane from which p95 is compared, and below it the median: of fewer than a hundred, a p95 is made by less than five, and
    /// two unlucky ones decide. It depends on the number alone, never on what was measured.
    /// </summary>
    public const int LeastRequestsForP95 = 100;

    /// <summary>The quantile that lanes with this many requests each are compared by.</summary>
    public static double Quantile(long requests) => requests < LeastRequestsForP95 ? 0.5 : 0.95;

    public static Claim Judge(RatioInterval interval)
        => !interval.Excludes(1) || interval.Ratio is >= NoiseLow and <= NoiseHigh ? Claim.NoDifference
            : interval.Ratio > 1 ? Claim.FirstSlower : Claim.SecondSlower;
}
