using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Statistics;

namespace PyConDemo.Stage.Reporting;

/// <summary>Several races as one table in Markdown, a row each: the one to paste into a README.</summary>
internal static class SummaryTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<RaceResult> races)
    {
        var (first, second) = (races[0].Lanes[0].Label, races[0].Lanes[1].Label);
        yield return $"| | both hold | {first}, p95 | {second}, p95 | ratio (99 % interval) | beyond | {first} answers | {second} answers | bystander's p95 beside {first}, {second} |";
        yield return "|---|---:|---:|---:|---:|---:|---:|---:|---:|";
        foreach (var race in races) yield return $"| {race.Slug} | {string.Join(" | ", Shared(race).Concat(Beyond(race)))} |";
    }

    private static string[] Shared(RaceResult race)
    {
        if (race.Refused is not null) return ["no verdict", "–", "–", "–"];
        var ratio = (race.P95, race.Claim) switch
        {
            (null, _) => "–",
            ({ } p95, Claim.NoDifference) => $"no difference ({Say.Factors(p95.Low, p95.High)})",
            ({ } p95, _) => $"{Say.Factor(p95.Ratio)} ({Say.Factors(p95.Low, p95.High)})",
        };
        return [Say.Rate(race.SharedRate), P95(race.Lanes[0].BothHold), P95(race.Lanes[1].BothHold), ratio];
    }

    private static string[] Beyond(RaceResult race) => race.OverloadRate is { } rate && race.Lanes[0].OnlyOneHolds is { } one && race.Lanes[1].OnlyOneHolds is { } other
        ? [Say.Rate(rate), Say.Share(1 - one.FailureRate), Say.Share(1 - other.FailureRate), $"{Bystander(one)}, {Bystander(other)}"]
        : ["–", "–", "–", "–"];

    private static string P95(LaneLoad? load) => load?.Latency is { } latency ? Say.Ms(latency.P95) : "–";

    private static string Bystander(LaneLoad load) => load.Bystander is { } latency ? Say.Ms(latency.P95) : "–";
}
