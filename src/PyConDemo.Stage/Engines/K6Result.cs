using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Engines;

/// <summary>k6's points in the race's own terms, so that both engines show the same tables.</summary>
internal static class K6Result
{
    /// <summary>The lanes ran one after the other, so there are no paired blocks: no interval, and no claim.</summary>
    public static RaceResult Of(
        Pattern pattern, RaceSettings settings, string[] names, IReadOnlyDictionary<string, K6Lane> lanes, Latencies alone, TimeSpan took, string? refused)
    {
        var results = names.Select(name => Lane(pattern.Lane(name), lanes[name])).ToArray();
        if (refused is null && results.Any(l => l.BothHold!.Sent == 0)) refused = "k6 measured nothing";
        var rate = results.Max(l => l.BothHold!.Sent) / (settings.Duration.TotalSeconds / 2);
        var result = new RaceResult(
            pattern.Slug, pattern.Title, pattern.Symptom, results, rate, 0, null, null, null, null, null, alone.Percentiles(), [],
            took.TotalSeconds, "", refused);
        return result with { Verdict = refused is null ? Words(result) : Verdict.Of(result) };
    }

    private static LaneResult Lane(PatternLane lane, K6Lane heard)
    {
        var tally = heard.Tally;
        var load = new LaneLoad(
            tally.Total, tally.Answered, tally.AnsweredInTime, tally[Outcome.Refused], tally[Outcome.TimedOut], tally[Outcome.Broken],
            tally[Outcome.Unsent], tally.LastRefusal, tally.Answered == 0 ? 0 : heard.Received / tally.Answered,
            tally.Latencies.Percentiles(), heard.Bystander.Percentiles(), 0, 0, tally.Failed <= 0.01 * tally.Total);
        return new(lane.Name, lane.Name, $"{lane.Method} {lane.Path}", null, 0, load, null, new LaneCost(0, 0, null, 0, 0));
    }

    private static string Words(RaceResult race)
    {
        string Says(LaneResult lane) => lane.BothHold is { Holds: true, Latency: { } latency }
            ? $"{lane.Label} answers 95 % within {Say.Ms(latency.P95)}" : $"{lane.Label} fails {Say.Share(lane.BothHold!.FailureRate)}";
        return $"At {Say.Rate(race.SharedRate)}, by k6: {string.Join(", ", race.Lanes.Select(Says))}. "
            + "One lane ran after the other: for a claim, race without --engine k6.";
    }
}
