namespace PyConDemo.Stage.Racing.Results;

/// <summary>A finished race of two or three lanes.</summary>
/// <param name="Lanes">Two or three, in the settings' order. Ratios are first to second.</param>
/// <param name="SharedRate">Requests per second that all lanes should sustain.</param>
/// <param name="Blocks">Per lane, at the shared rate.</param>
/// <param name="P50">Null when a lane did not sustain the rate.</param>
/// <param name="P95">Also null when a block has too few requests for it.</param>
/// <param name="Compared">The quantile that the claim is based on: p95 with enough requests, else the median.</param>
/// <param name="Claim">Null when the lanes could not be compared.</param>
/// <param name="OverloadRate">Requests per second that only one lane should sustain. Null without such a rate.</param>
/// <param name="BystanderAlone">The bystander's latency without other load, in milliseconds.</param>
/// <param name="Refused">Why the numbers cannot be trusted. Null when they can.</param>
/// <param name="OverloadRefused">Why the numbers at the overload rate cannot be trusted. Null when they can.</param>
/// <param name="Third">The first lane compared with the third. Null in a race of two.</param>
public sealed record RaceResult(
    string Slug, string Title, string Symptom, IReadOnlyList<LaneResult> Lanes, double SharedRate, int Blocks,
    RatioInterval? P50, RatioInterval? P95, RatioInterval? Compared, Claim? Claim, double? OverloadRate,
    Percentiles? BystanderAlone, IReadOnlyList<ExtraMetric> Extras, double Seconds, string Verdict, string? Refused,
    string? OverloadRefused = null, LaneComparison? Third = null)
{
    /// <summary>The first lane compared with each other one, in the lanes' order.</summary>
    public IReadOnlyList<LaneComparison> Comparisons()
    {
        var second = new LaneComparison(Lanes[1].Label, P50, P95, Compared, Claim);
        return Third is null ? [second] : [second, Third];
    }
}

/// <summary>The first lane compared with another one. All is null when a lane did not sustain the rate.</summary>
/// <param name="Compared">The quantile that the claim is based on: p95 with enough requests, else the median.</param>
/// <param name="Claim">"Second" is the other lane.</param>
public sealed record LaneComparison(
    string Lane, RatioInterval? P50, RatioInterval? P95, RatioInterval? Compared, Claim? Claim)
{
    /// <param name="quantile">The one that is compared: 0.95 if each block has enough requests, else 0.5.</param>
    public static LaneComparison Of(string lane, IReadOnlyList<BlockPair> pairs, double quantile)
    {
        var p50 = PairedRatio.Of(pairs, 0.5);
        var p95 = quantile == 0.95 ? PairedRatio.Of(pairs, 0.95) : null;
        return new(lane, p50, p95, p95 ?? p50, ClaimRule.Judge(p95 ?? p50));
    }
}

/// <summary>A number that only one pattern has, for each lane. A null value was not measured.</summary>
public sealed record ExtraMetric(string Name, string Unit, double? First, double? Second, double? Third = null)
{
    /// <param name="lanes">Two or three values, in the lanes' order.</param>
    public static ExtraMetric Of(string name, string unit, IEnumerable<double?> lanes)
    {
        double?[] values = [.. lanes];
        return new(name, unit, values[0], values[1], values.ElementAtOrDefault(2));
    }

    public double? At(int lane) => lane switch { 0 => First, 1 => Second, _ => Third };
}
