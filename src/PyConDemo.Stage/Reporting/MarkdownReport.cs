namespace PyConDemo.Stage.Reporting;

/// <summary>The report for a README or an issue.</summary>
public static class MarkdownReport
{
    public static string Write(RaceReport report)
    {
        var summary = report.Races.Count > 1 ? $"{SummaryTable.Of(report.Races).ToMarkdown()}\n" : "";
        return $"{summary}{string.Concat(report.Races.Select(Section))}_{Escape(report.Run.InOneLine())}_\n";
    }

    public static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static string Section(RaceResult race)
        => $"### {Escape(race.Title)}\n\n{Escape(race.Verdict)}\n\n{RaceTable.Of(race).ToMarkdown()}\n";
}

/// <summary>Several races as one table with one row each.</summary>
internal static class SummaryTable
{
    public static TextTable Of(IReadOnlyList<RaceResult> races)
    {
        string[] labels = [.. races[0].Lanes.Select(l => l.Label)];
        var isPair = labels.Length == 2;
        string[] ratios = isPair ? ["ratio (99 % interval)"]
            : [.. labels[1..].Select(other => $"{labels[0]} to {other} (99 % interval)")];
        string[] heads =
        [
            "", $"load that {(isPair ? "both" : "all")} sustain", "compared", .. labels, .. ratios,
            $"load that overloads the {(isPair ? "slower" : "slowest")}",
            .. labels.Select(l => $"{l}: failed or unfinished"),
            $"bystander's p95 next to {string.Join(", ", labels)}",
        ];
        return new(heads, races.Select(race => Sustained(race).Concat(Overload(race)).Prepend(race.Slug)));
    }

    private static IEnumerable<string> Sustained(RaceResult race)
    {
        var others = race.Comparisons();
        var none = Enumerable.Repeat(Format.None, race.Lanes.Count + others.Count);
        if (race.Refused is not null) return ["no verdict", Format.None, .. none];
        var rate = Format.Rate(race.SharedRate);
        var compared = others.FirstOrDefault(o => o.Compared is not null)?.Compared;
        if (compared is null) return [rate, Format.None, .. none];
        var latencies = race.Lanes.Select(l => Format.Ms(l.Sustained?.Latency?.At(compared)));
        return [rate, compared.Quantile == 0.5 ? "median" : "p95", .. latencies, .. others.Select(Ratio)];
    }

    private static string Ratio(LaneComparison other)
    {
        if (other.Compared is not { } compared) return Format.None;
        var range = Format.Range(compared.Low, compared.High);
        return other.Claim switch
        {
            Claim.NoDifference => $"no difference ({range})",
            Claim.Undecided => $"undecided ({range})",
            _ => $"{Format.Factor(compared.Ratio)} ({range})",
        };
    }

    private static IEnumerable<string> Overload(RaceResult race)
    {
        if (race.OverloadRate is not { } rate || race.Lanes.Any(l => l.Overload is null))
            return Enumerable.Repeat(Format.None, race.Lanes.Count + 2);
        var loads = race.Lanes.Select(l => l.Overload!).ToArray();
        var lost = loads.Select(l => WithFailures(Format.Share(l.LostRate), l.Failures));
        var bystander = loads.Select(l => WithFailures(Format.Ms(l.Bystander?.P95), l.BystanderFailures));
        return [Format.Rate(rate), .. lost, string.Join(", ", bystander)];
    }

    private static string WithFailures(string text, FailureCounts? failures)
        => failures?.InWords() is { } words ? $"{text} ({words})" : text;
}
