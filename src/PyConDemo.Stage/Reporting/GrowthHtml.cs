using System.Text;
using PyConDemo.Stage.Growing;

namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report to show or to send: one file, one chart per measure.</summary>
public static class GrowthHtml
{
    public static string Write(GrowthReport report)
    {
        var body = new StringBuilder($"<p class=\"verdict\">{HtmlPage.Html(report.Verdict)}</p>");
        foreach (var measure in GrowthMeasure.All.Where(m => report.Measures.Contains(m.Name)))
        {
            var looks = LaneLooks.Of([.. report.Lanes.Select(l => l.Label)]);
            var lines = report.Lanes.Zip(looks, (lane, look) => new SvgGrowth.Line(lane.Label, look,
                [.. lane.Points.Select(p => ((double)p.Dial, measure.Of(p) ?? 0))])).ToArray();
            body.Append($"<h3>{HtmlPage.Html(measure.Name)}</h3>{SvgGrowth.Draw(measure.Name, $"{report.Dial} ({report.Unit})", lines)}");
        }

        body.Append("<table><thead><tr>").AppendJoin("", GrowthRows.Head(report).Select(h => $"<th>{HtmlPage.Html(h)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in GrowthRows.Rows(report))
            body.Append("<tr>").AppendJoin("", row.Select(c => $"<td>{HtmlPage.Html(c)}</td>")).Append("</tr>");
        body.Append($"</tbody></table><footer>{HtmlPage.Html(RunLine.Of(report.Run))}</footer>");
        return HtmlPage.Wrap($"{report.Title}: growth", body.ToString());
    }
}
