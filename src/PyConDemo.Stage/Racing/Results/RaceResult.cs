using PyConDemo.Load;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Stage.Racing.Results;

/// <summary>A finished race of one pair, or of a pair and an attendee's own lane.</summary>
/// <param name="Lanes">Two or three, in the settings' order. Ratios are first to second.</param>
/// <param name="SharedRate">Requests per second that all lanes hold.</param>
/// <param name="Blocks">Per lane, at the shared rate.</param>
/// <param name="P50">Null where a lane did not hold.</param>
/// <param name="Compared">The one of both that the claim rests on: p95 with enough requests, else the median.</param>
/// <param name="Claim">Null where lanes could not be compared.</param>
/// <param name="OverloadRate">Requests per second that only one lane should hold. Null where there is no such rate.</param>
/// <param name="BystanderAlone">The innocent route without any load, in milliseconds.</param>
/// <param name="Verdict">In plain words.</param>
/// <param name="Refused">Why the numbers cannot be trusted. Null when they can.</param>
/// <param name="OverloadRefused">The same of those at the overload rate alone.</param>
/// <param name="Third">The first lane against the third, an interval and a claim of its own. Null in a race of two.</param>
public sealed record RaceResult(
    string Slug, string Title, string Symptom, IReadOnlyList<LaneResult> Lanes, double SharedRate, int Blocks,
    RatioInterval? P50, RatioInterval? P95, RatioInterval? Compared, Claim? Claim, double? OverloadRate, Percentiles? BystanderAlone,
    IReadOnlyList<ExtraMetric> Extras, double Seconds, string Verdict, string? Refused, string? OverloadRefused = null,
    LaneComparison? Third = null)
{
    /// <summary>The first lane against each other one, in the lanes' order.</summary>
    public IReadOnlyList<LaneComparison> Comparisons()
        => ((LaneComparison?[])[new(Lanes[1].Label, P50, P95, Compared, Claim), Third]).OfType<LaneComparison>().ToArray();
}
