using static System.FormattableString;

namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report as one HTML file with one chart per measure.</summary>
public static class GrowthHtml
{
    public static string Write(GrowthReport report)
    {
        var body = new StringBuilder($"<p class=\"verdict\">{HtmlPage.Html(report.Verdict)}</p>");
        var looks = LaneLooks.Of([.. report.Lanes.Select(l => l.Label)]);
        foreach (var measure in GrowthTable.Measures(report))
        {
            var lines = report.Lanes.Zip(looks, (lane, look) => new SvgGrowth.Line(
                lane.Label, look, [.. lane.Points.Select(p => ((double)p.Dial, measure.Of(p) ?? 0))]));
            var chart = SvgGrowth.Draw(measure.Name, $"{report.Dial} ({report.Unit})", [.. lines]);
            body.Append($"<h3>{HtmlPage.Html(measure.Name)}</h3>{chart}");
        }

        body.Append(GrowthTable.Of(report).ToHtml());
        return HtmlPage.Wrap($"{report.Title}: growth", body.ToString(), report.Run);
    }
}

/// <summary>Lines on two logarithmic axes, where the slope is the exponent of the growth.</summary>
public static class SvgGrowth
{
    private const int Width = 760, Height = 300, Left = 70, Bottom = 40, Top = 14, Right = 90;

    public static string Draw(string title, string dial, IReadOnlyList<Line> lines)
    {
        var points = lines.SelectMany(l => l.Points).Where(p => p is { X: > 0, Y: > 0 }).ToArray();
        if (points.Length == 0) return "";
        var (x0, x1) = Exponents(points.Select(p => p.X));
        var (y0, y1) = Exponents(points.Select(p => p.Y));
        double X(double x) => Left + ((Math.Log10(x) - x0) / (x1 - x0) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - ((Math.Log10(y) - y0) / (y1 - y0) * (Height - Bottom - Top));

        var svg = new StringBuilder();
        foreach (var value in Decades(x0, x1))
        {
            GridLine(X(value), X(value), Top, Height - Bottom);
            Text(X(value), Height - Bottom + 16, "middle", Invariant($"{value:#,0.###}"));
        }

        foreach (var value in Decades(y0, y1))
        {
            GridLine(Left, Width - Right, Y(value), Y(value));
            Text(Left - 6, Y(value) + 4, "end", Invariant($"{value:#,0.###}"));
        }

        Text((Left + Width - Right) / 2, Height - 6, "middle", dial);
        foreach (var line in lines)
        {
            if (line.Points.Where(p => p is { X: > 0, Y: > 0 }).ToArray() is not [.., var last] drawn) continue;
            var path = string.Join(' ', drawn.Select(p => Invariant($"{X(p.X):0.#},{Y(p.Y):0.#}")));
            svg.Append(Invariant($"<polyline class=\"{line.Class}\" points=\"{path}\"/>"));
            foreach (var (x, y) in drawn)
                svg.Append(Invariant($"<circle class=\"{line.Class}\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"4\"/>"));
            Text(X(last.X) + 10, Y(last.Y) + 4, "start", line.Name);
        }

        return HtmlPage.Svg(title, Width, Height, svg);

        void GridLine(double x1, double x2, double y1, double y2) => svg.Append(
            Invariant($"""<line class="grid" x1="{x1:0.#}" x2="{x2:0.#}" y1="{y1:0.#}" y2="{y2:0.#}"/>"""));

        void Text(double x, double y, string anchor, string text) => svg.Append(
            Invariant($"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{HtmlPage.Html(text)}</text>"""));
    }

    private static IEnumerable<double> Decades(double low, double high)
        => Enumerable.Range((int)low, (int)(high - low) + 1).Select(exponent => Math.Pow(10, exponent));

    private static (double Low, double High) Exponents(IEnumerable<double> values)
    {
        var logs = values.Select(Math.Log10).ToArray();
        var low = Math.Floor(logs.Min() + 1e-9);
        return (low, Math.Max(low + 1, Math.Ceiling(logs.Max() - 1e-9)));
    }

    public sealed record Line(string Name, string Class, IReadOnlyList<(double X, double Y)> Points);
}
