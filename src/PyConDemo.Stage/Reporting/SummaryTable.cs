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
        yield return $"| | both hold | compared | {first} | {second} | ratio (99 % interval) | beyond | {first} answers | {second} answers | bystander's p95 beside {first}, {second} |";
        yield return "|---|---:|:---:|---:|---:|---:|---:|---:|---:|---:|";
        foreach (var race in races) yield return $"| {race.Slug} | {string.Join(" | ", Shared(race).Concat(Beyond(race)))} |";
    }

    private static string[] Shared(RaceResult race)
    {
        if (race.Refused is not null) return ["no verdict", "–", "–", "–", "–"];
        if (race.Compared is not { } compared) return [Say.Rate(race.SharedRate), "–", "–", "–", "–"];
        var range = Say.Factors(compared.Low, compared.High);
        return
        [
            Say.Rate(race.SharedRate), $"p{100 * compared.Quantile:0}", Latency(race.Lanes[0], compared), Latency(race.Lanes[1], compared),
            race.Claim == Claim.NoDifference ? $"no difference ({range})" : $"{Say.Factor(compared.Ratio)} ({range})",
        ];
    }

    private static string[] Beyond(RaceResult race) => race.OverloadRate is { } rate && race.Lanes[0].OnlyOneHolds is { } one && race.Lanes[1].OnlyOneHolds is { } other
        ? [Say.Rate(rate), Say.Share(1 - one.FailureRate), Say.Share(1 - other.FailureRate), $"{Bystander(one)}, {Bystander(other)}"]
        : ["–", "–", "–", "–"];

    private static string Latency(LaneResult lane, RatioInterval compared)
        => lane.BothHold?.Latency is { } latency ? Say.Ms(latency.At(compared)) : "–";

    private static string Bystander(LaneLoad load) => load.Bystander is { } latency ? Say.Ms(latency.P95) : "–";
}
