using static System.FormattableString;

namespace PyConDemo.Stage.Reporting;

/// <summary>The race report as one HTML file with charts.</summary>
public static class HtmlReport
{
    public static string Write(RaceReport report)
        => HtmlPage.Wrap(Title(report), string.Concat(report.Races.Select(Section)), report.Run);

    /// <summary>"Bad against good". All races of one run have the same lanes.</summary>
    private static string Title(RaceReport report)
    {
        var title = string.Join(" against ", report.Races.Take(1).SelectMany(r => r.Lanes).Select(l => l.Label));
        return title.Length == 0 ? "No race" : char.ToUpperInvariant(title[0]) + title[1..];
    }

    private static string Section(RaceResult race) => $"""
        <section id="{HtmlPage.Html(race.Slug)}">
        <h2>{HtmlPage.Html(race.Title)}</h2>
        <p class="symptom">{HtmlPage.Html(race.Symptom)}</p>
        <p class="verdict">{HtmlPage.Html(race.Verdict)}</p>
        {LatencyBars(race)}
        {BystanderBars(race)}
        {RaceTable.Of(race).ToHtml()}
        </section>

        """;

    private static string LatencyBars(RaceResult race)
    {
        SvgBars.Bar[] bars = [.. RaceTable.Quantiles.SelectMany(
            q => Bars(race, $"{q.Name}, ", l => l.Sustained?.Latency, q.Of))];
        return bars.Length == 0 ? ""
            : $"<h3>Latency at {Format.Rate(race.SharedRate)}</h3>{SvgBars.Draw("Latency of the lanes", bars)}";
    }

    private static string BystanderBars(RaceResult race)
    {
        if (race is not { BystanderAlone.P95: { } alone, OverloadRate: { } rate }) return "";
        var loaded = Bars(race, "p95 next to ", l => l.Overload?.Bystander, p => p.P95);
        var chart = SvgBars.Draw("Latency of the bystander", [new("p95 alone", alone, "alone"), .. loaded]);
        return $"<h3>The bystander, an unrelated route, at {Format.Rate(rate)}</h3>{chart}";
    }

    private static IEnumerable<SvgBars.Bar> Bars(
        RaceResult race, string prefix, Func<LaneResult, Percentiles?> latency, Func<Percentiles, double?> quantile)
    {
        var looks = LaneLooks.Of([.. race.Lanes.Select(l => l.Name)]);
        foreach (var (lane, look) in race.Lanes.Zip(looks))
            if (latency(lane) is { } all && quantile(all) is { } ms) yield return new(prefix + lane.Label, ms, look);
    }
}

/// <summary>Bars to scale: one that is twice as long stands for twice the time.</summary>
public static class SvgBars
{
    private const int Width = 760, RowHeight = 26, Left = 190, Right = 90;

    /// <param name="bars">In order. The class sets the colour.</param>
    public static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        var longest = bars.Max(bar => bar.Ms);
        var svg = new StringBuilder();
        foreach (var (index, bar) in bars.Index())
        {
            var y = (index * RowHeight) + 4;
            var length = longest > 0 ? bar.Ms / longest * (Width - Left - Right) : 0;
            svg.Append(Invariant($"""
                <text x="{Left - 8}" y="{y + 14}" text-anchor="end">{HtmlPage.Html(bar.Name)}</text>
                <rect class="{bar.Class}" x="{Left}" y="{y}" width="{length:0.##}" height="{RowHeight - 8}"/>
                <text x="{Left + length + 6:0.#}" y="{y + 14}">{Format.Ms(bar.Ms)}</text>
                """));
        }

        return HtmlPage.Svg(title, Width, (bars.Count * RowHeight) + 4, svg);
    }

    public sealed record Bar(string Name, double Ms, string Class);
}
