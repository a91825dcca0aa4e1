namespace PyConDemo.Stage.Racing.Results;

/// <summary>The first lane compared with another one at the rate that both sustain. The fields are null when a lane did
/// not sustain it.</summary>
/// <param name="Lane">The other lane's label.</param>
/// <param name="Compared">The quantile that the claim is based on: p95 with enough requests, else the median.</param>
/// <param name="Claim">"Second" is the other lane.</param>
public sealed record LaneComparison(
    string Lane, RatioInterval? P50, RatioInterval? P95, RatioInterval? Compared, Claim? Claim)
{
    /// <param name="pairs">Blocks of the first lane and of the other.</param>
    /// <param name="requests">Those of the lane with the fewest. Their number alone decides the quantile.</param>
    /// <param name="seed">The bootstrap's seed.</param>
    public static LaneComparison Of(string lane, IReadOnlyList<BlockPair> pairs, long requests, int seed)
    {
        var (p50, p95) = (PairedRatio.Of(pairs, 0.5, seed), PairedRatio.Of(pairs, 0.95, seed));
        var compared = ClaimRule.Quantile(requests) == p50.Quantile ? p50 : p95;
        return new(lane, p50, p95, compared, ClaimRule.Judge(compared));
    }
}
