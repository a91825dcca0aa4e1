using System.Text;
using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Reporting;

/// <summary>The report to show or to send: one file with charts.</summary>
public static class HtmlReport
{
    public static string Write(RaceReport report)
    {
        var body = new StringBuilder();
        foreach (var race in report.Races) body.Append(Section(race));
        body.Append($"<footer>{HtmlPage.Html(RunLine.Of(report.Run))}</footer>");
        return HtmlPage.Wrap(Title(report), body.ToString());
    }

    /// <summary>"Bad against good": a run races the same lanes in all its races.</summary>
    private static string Title(RaceReport report)
    {
        var title = string.Join(" against ", report.Races.Take(1).SelectMany(r => r.Lanes).Select(l => l.Label));
        return title.Length == 0 ? "No race" : char.ToUpperInvariant(title[0]) + title[1..];
    }

    private static string Section(RaceResult race)
    {
        var rows = string.Concat(ReportTable.Rows(race).Select(r =>
            $"<tr><td>{HtmlPage.Html(r.Name)}</td>{string.Concat(r.Cells.Select(c => $"<td>{HtmlPage.Html(c)}</td>"))}</tr>\n"));
        var heads = string.Concat(race.Lanes.Select(l => $"<th>{HtmlPage.Html(l.Label)}</th>"));
        return $"""
            <section id="{HtmlPage.Html(race.Slug)}">
            <h2>{HtmlPage.Html(race.Title)}</h2>
            <p class="symptom">{HtmlPage.Html(race.Symptom)}</p>
            <p class="verdict">{HtmlPage.Html(race.Verdict)}</p>
            {LatencyBars(race)}
            {BystanderBars(race)}
            <table><thead><tr><th></th>{heads}</tr></thead><tbody>
            {rows}</tbody></table>
            </section>

            """;
    }

    private static string LatencyBars(RaceResult race)
    {
        var bars = new List<SvgBars.Bar>();
        foreach (var (name, pick) in ((string, Func<Percentiles, double>)[])[("p50", p => p.P50), ("p95", p => p.P95), ("p99", p => p.P99)])
        {
            foreach (var (lane, look) in race.Lanes.Zip(Looks(race)))
            {
                if (lane.Sustained?.Latency is { } latency)
                    bars.Add(new($"{name}, {lane.Label}", pick(latency), Format.Ms(pick(latency)), look));
            }
        }

        return bars.Count == 0 ? "" : $"<h3>Latency at {Format.Rate(race.SharedRate)}</h3>{SvgBars.Draw("Latency of the lanes", bars)}";
    }

    private static string BystanderBars(RaceResult race)
    {
        if (race is not { BystanderAlone: { } alone, OverloadRate: { } rate }) return "";
        var bars = new List<SvgBars.Bar> { new("p95 alone", alone.P95, Format.Ms(alone.P95), "alone") };
        foreach (var (lane, look) in race.Lanes.Zip(Looks(race)))
        {
            if (lane.Overload?.Bystander is { } beside)
                bars.Add(new($"p95 beside {lane.Label}", beside.P95, Format.Ms(beside.P95), look));
        }

        return $"<h3>An innocent route at {Format.Rate(rate)}</h3>{SvgBars.Draw("Latency of an innocent route", bars)}";
    }

    private static IReadOnlyList<string> Looks(RaceResult race) => LaneLooks.Of([.. race.Lanes.Select(l => l.Name)]);
}
