using PyConDemo.Stage.Growing;

namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report as one HTML file with one chart per measure.</summary>
public static class GrowthHtml
{
    public static string Write(GrowthReport report)
    {
        var body = new StringBuilder($"<p class=\"verdict\">{HtmlPage.Html(report.Verdict)}</p>");
        var looks = LaneLooks.Of([.. report.Lanes.Select(l => l.Label)]);
        foreach (var measure in GrowthRows.Measures(report))
        {
            var lines = report.Lanes.Zip(looks, (lane, look) => new SvgGrowth.Line(
                lane.Label, look, [.. lane.Points.Select(p => ((double)p.Dial, measure.Of(p) ?? 0))]));
            var chart = SvgGrowth.Draw(measure.Name, $"{report.Dial} ({report.Unit})", [.. lines]);
            body.Append($"<h3>{HtmlPage.Html(measure.Name)}</h3>{chart}");
        }

        body.Append(HtmlPage.Table(GrowthRows.Head(report), GrowthRows.Rows(report)));
        body.Append($"<footer>{HtmlPage.Html(RunLine.Of(report.Run))}</footer>");
        return HtmlPage.Wrap($"{report.Title}: growth", body.ToString());
    }
}
