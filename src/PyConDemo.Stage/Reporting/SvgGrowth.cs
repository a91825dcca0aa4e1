using static System.FormattableString;

namespace PyConDemo.Stage.Reporting;

/// <summary>Two lines on two logarithmic axes. The slope of a straight line there is the exponent of the
/// growth.</summary>
public static class SvgGrowth
{
    private const int Width = 760, Height = 300, Left = 70, Bottom = 40, Top = 14, Right = 90;

    public static string Draw(string title, string dial, IReadOnlyList<Line> lines)
    {
        var points = lines.SelectMany(l => l.Points).Where(p => p is { X: > 0, Y: > 0 }).ToArray();
        if (points.Length == 0) return "";
        var (x0, x1) = Decades(points.Select(p => p.X));
        var (y0, y1) = Decades(points.Select(p => p.Y));
        double X(double x) => Left + ((Math.Log10(x) - x0) / (x1 - x0) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - ((Math.Log10(y) - y0) / (y1 - y0) * (Height - Bottom - Top));

        var label = HtmlPage.Html(title);
        var svg = new StringBuilder(Invariant(
            $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">"));
        for (var decade = x0; decade <= x1; decade++)
        {
            var value = Math.Pow(10, decade);
            GridLine(X(value), X(value), Top, Height - Bottom);
            Text(X(value), Height - Bottom + 16, "middle", Invariant($"{value:#,0.###}"));
        }

        for (var decade = y0; decade <= y1; decade++)
        {
            var value = Math.Pow(10, decade);
            GridLine(Left, Width - Right, Y(value), Y(value));
            Text(Left - 6, Y(value) + 4, "end", Invariant($"{value:#,0.###}"));
        }

        Text((Left + Width - Right) / 2, Height - 6, "middle", dial);
        foreach (var line in lines)
        {
            var drawn = line.Points.Where(p => p is { X: > 0, Y: > 0 }).ToArray();
            if (drawn.Length == 0) continue;
            var path = string.Join(' ', drawn.Select(p => Invariant($"{X(p.X):0.#},{Y(p.Y):0.#}")));
            svg.Append(Invariant($"<polyline class=\"{line.Class}\" points=\"{path}\"/>"));
            foreach (var (x, y) in drawn)
                svg.Append(Invariant($"<circle class=\"{line.Class}\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"4\"/>"));
            Text(X(drawn[^1].X) + 10, Y(drawn[^1].Y) + 4, "start", line.Name);
        }

        return svg.Append("</svg>").ToString();

        void GridLine(double fromX, double toX, double fromY, double toY) => svg.Append(Invariant(
            $"<line class=\"grid\" x1=\"{fromX:0.#}\" x2=\"{toX:0.#}\" y1=\"{fromY:0.#}\" y2=\"{toY:0.#}\"/>"));

        void Text(double x, double y, string anchor, string text) => svg.Append(Invariant(
            $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{HtmlPage.Html(text)}</text>"));
    }

    private static (double Low, double High) Decades(IEnumerable<double> values)
    {
        var logs = values.Select(Math.Log10).ToArray();
        var low = Math.Floor(logs.Min() + 1e-9);
        return (low, Math.Max(low + 1, Math.Ceiling(logs.Max() - 1e-9)));
    }

    /// <summary>One lane's growth.</summary>
    public sealed record Line(string Name, string Class, IReadOnlyList<(double X, double Y)> Points);
}
