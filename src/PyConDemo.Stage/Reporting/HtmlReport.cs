namespace PyConDemo.Stage.Reporting;

/// <summary>The race report as one HTML file with charts.</summary>
public static class HtmlReport
{
    private static readonly (string Name, Func<Percentiles, double> Of)[] Drawn =
        [("p50", p => p.P50), ("p95", p => p.P95), ("p99", p => p.P99)];

    public static string Write(RaceReport report)
    {
        var footer = $"<footer>{HtmlPage.Html(RunLine.Of(report.Run))}</footer>";
        return HtmlPage.Wrap(Title(report), string.Concat(report.Races.Select(Section)) + footer);
    }

    /// <summary>"Bad against good". All races of one run have the same lanes.</summary>
    private static string Title(RaceReport report)
    {
        var title = string.Join(" against ", report.Races.Take(1).SelectMany(r => r.Lanes).Select(l => l.Label));
        return title.Length == 0 ? "No race" : char.ToUpperInvariant(title[0]) + title[1..];
    }

    private static string Section(RaceResult race)
    {
        var heads = race.Lanes.Select(l => l.Label).Prepend("");
        var table = HtmlPage.Table(heads, ReportTable.Rows(race).Select(r => r.Cells.Prepend(r.Name)));
        return $"""
            <section id="{HtmlPage.Html(race.Slug)}">
            <h2>{HtmlPage.Html(race.Title)}</h2>
            <p class="symptom">{HtmlPage.Html(race.Symptom)}</p>
            <p class="verdict">{HtmlPage.Html(race.Verdict)}</p>
            {LatencyBars(race)}
            {BystanderBars(race)}
            {table}
            </section>

            """;
    }

    private static string LatencyBars(RaceResult race)
    {
        var bars = new List<SvgBars.Bar>();
        foreach (var (name, percentile) in Drawn)
        {
            foreach (var (lane, look) in race.Lanes.Zip(Looks(race)))
            {
                if (lane.Sustained?.Latency is not { } latency) continue;
                var ms = percentile(latency);
                bars.Add(new($"{name}, {lane.Label}", ms, Format.Ms(ms), look));
            }
        }

        return bars.Count == 0 ? ""
            : $"<h3>Latency at {Format.Rate(race.SharedRate)}</h3>{SvgBars.Draw("Latency of the lanes", bars)}";
    }

    private static string BystanderBars(RaceResult race)
    {
        if (race is not { BystanderAlone: { } alone, OverloadRate: { } rate }) return "";
        var bars = new List<SvgBars.Bar> { new("p95 alone", alone.P95, Format.Ms(alone.P95), "alone") };
        foreach (var (lane, look) in race.Lanes.Zip(Looks(race)))
        {
            if (lane.Overload?.Bystander is { } loaded)
                bars.Add(new($"p95 next to {lane.Label}", loaded.P95, Format.Ms(loaded.P95), look));
        }

        return $"<h3>The bystander at {Format.Rate(rate)}</h3>{SvgBars.Draw("Latency of the bystander", bars)}";
    }

    private static IReadOnlyList<string> Looks(RaceResult race) => LaneLooks.Of([.. race.Lanes.Select(l => l.Name)]);
}
