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
        if (race is not { BystanderAlone: { } alone, OverloadRate: { } rate }) return "";
        var loaded = Bars(race, "p95 next to ", l => l.Overload?.Bystander, p => p.P95);
        var chart = SvgBars.Draw("Latency of the bystander", [new("p95 alone", alone.P95, "alone"), .. loaded]);
        return $"<h3>The bystander at {Format.Rate(rate)}</h3>{chart}";
    }

    private static IEnumerable<SvgBars.Bar> Bars(
        RaceResult race, string prefix, Func<LaneResult, Percentiles?> latency, Func<Percentiles, double> quantile)
        => from lane in race.Lanes.Zip(LaneLooks.Of([.. race.Lanes.Select(l => l.Name)]))
           where latency(lane.First) is not null
           select new SvgBars.Bar(prefix + lane.First.Label, quantile(latency(lane.First)!), lane.Second);
}

/// <summary>Bars on a logarithmic axis: a factor has the same length, and 4 ms and 900 ms are both readable.</summary>
public static class SvgBars
{
    private const int Width = 760, RowHeight = 26, Left = 190, Right = 90;

    /// <param name="bars">In order. A value of 0 or less has a bar without length. The class sets the colour.</param>
    public static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        var values = bars.Where(b => b.Ms > 0).Select(b => b.Ms).DefaultIfEmpty(1).ToArray();
        var low = Math.Floor(Math.Log10(values.Min()) - 0.001);
        var high = Math.Max(low + 1, Math.Ceiling(Math.Log10(values.Max())));
        double Length(double ms) => ms <= 0 ? 0 : (Math.Log10(ms) - low) / (high - low) * (Width - Left - Right);
        var height = (bars.Count * RowHeight) + 14;
        var svg = new StringBuilder();
        for (var decade = low; decade <= high; decade++)
        {
            var x = Left + Length(Math.Pow(10, decade));
            svg.Append(Invariant($"""<line class="grid" x1="{x:0.#}" x2="{x:0.#}" y1="0" y2="{height - 10}"/>"""));
        }

        foreach (var (index, bar) in bars.Index())
        {
            var (y, length) = ((index * RowHeight) + 4, Length(bar.Ms));
            svg.Append(Invariant($"""
                <text x="{Left - 8}" y="{y + 14}" text-anchor="end">{HtmlPage.Html(bar.Name)}</text>
                <rect class="{bar.Class}" x="{Left}" y="{y}" width="{length:0.#}" height="{RowHeight - 8}" rx="2"/>
                <text x="{Left + length + 6:0.#}" y="{y + 14}">{Format.Ms(bar.Ms)}</text>
                """));
        }

        return HtmlPage.Svg(title, Width, height, svg);
    }

    public sealed record Bar(string Name, double Ms, string Class);
}
