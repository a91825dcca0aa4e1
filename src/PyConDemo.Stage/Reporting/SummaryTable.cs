using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Reporting;

/// <summary>Several races as one table in Markdown, a row each: the one to paste into a README.</summary>
internal static class SummaryTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<RaceResult> races)
    {
        var labels = races[0].Lanes.Select(l => l.Label).ToArray();
        var ratios = labels.Length == 2 ? ["ratio (99 % interval)"] : labels[1..].Select(other => $"{labels[0]} to {other} (99 % interval)");
        string[] heads =
        [
            "both hold", "compared", .. labels, .. ratios, "beyond", .. labels.Select(l => $"{l} answers"), $"bystander's p95 beside {string.Join(", ", labels)}",
        ];
        if (labels.Length > 2) heads[0] = "all hold";
        yield return $"| | {string.Join(" | ", heads)} |";
        yield return $"|---|---:|:---:|{string.Concat(Enumerable.Repeat("---:|", heads.Length - 2))}";
        foreach (var race in races) yield return $"| {race.Slug} | {string.Join(" | ", Shared(race).Concat(Beyond(race)))} |";
    }

    private static IEnumerable<string> Shared(RaceResult race)
    {
        var others = race.Comparisons();
        var nothing = Enumerable.Repeat("–", race.Lanes.Count + others.Count);
        if (race.Refused is not null) return ["no verdict", "–", .. nothing];
        if (others.FirstOrDefault(o => o.Compared is not null)?.Compared is not { } compared) return [Format.Rate(race.SharedRate), "–", .. nothing];
        return [Format.Rate(race.SharedRate), $"p{100 * compared.Quantile:0}", .. race.Lanes.Select(l => Latency(l, compared)), .. others.Select(Ratio)];
    }

    private static string Ratio(LaneComparison other)
    {
        if (other.Compared is not { } compared) return "–";
        var range = Format.Factors(compared.Low, compared.High);
        return other.Claim == Claim.NoDifference ? $"no difference ({range})" : $"{Format.Factor(compared.Ratio)} ({range})";
    }

    private static IEnumerable<string> Beyond(RaceResult race)
    {
        if (race.OverloadRate is not { } rate || race.Lanes.Any(l => l.Overload is null)) return Enumerable.Repeat("–", race.Lanes.Count + 2);
        var loads = race.Lanes.Select(l => l.Overload!).ToArray();
        return [Format.Rate(rate), .. loads.Select(l => Format.Share(1 - l.FailureRate)), string.Join(", ", loads.Select(Bystander))];
    }

    private static string Latency(LaneResult lane, RatioInterval compared)
        => lane.Sustained?.Latency is { } latency ? Format.Ms(latency.At(compared)) : "–";

    private static string Bystander(LaneLoad load) => load.Bystander is { } latency ? Format.Ms(latency.P95) : "–";
}
