namespace PyConDemo.Load.Statistics;

/// <summary>Decides what may be claimed. A difference needs an interval that excludes 1, and a ratio outside 0.87–1.15
/// (±14 % on a logarithmic scale): a busy machine alone can cause such a change between two runs. "No difference" needs
/// an interval inside these bounds. Everything else is undecided.</summary>
public static class ClaimRule
{
    public const double NoiseLow = 0.87;
    public const double NoiseHigh = 1.15;

    /// <summary>With fewer requests per block, the medians are compared: the p95 would be the slowest
    /// request.</summary>
    public const int LeastRequestsForP95 = 20;

    public static double Quantile(double requestsPerBlock) => requestsPerBlock < LeastRequestsForP95 ? 0.5 : 0.95;

    public static Claim Judge(RatioInterval interval) => interval switch
    {
        { Low: > 1, Ratio: > NoiseHigh } => Claim.FirstSlower,
        { High: < 1, Ratio: < NoiseLow } => Claim.SecondSlower,
        { Low: >= NoiseLow, High: <= NoiseHigh } => Claim.NoDifference,
        _ => Claim.Undecided,
    };
}

/// <summary>What a race may claim about the latencies of two lanes.</summary>
public enum Claim
{
    NoDifference,
    FirstSlower,
    SecondSlower,
    Undecided,
}
