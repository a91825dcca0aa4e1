using System.Globalization;
using System.Net;
using System.Text;

namespace PyConDemo.Stage.Reporting;

/// <summary>Two lines on two logarithmic axes, where a straight line's slope is the exponent of the growth.</summary>
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

        var svg = new StringBuilder(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html(title)}\">"));
        for (var d = x0; d <= x1; d++)
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{X(Math.Pow(10, d)):0.#}\" x2=\"{X(Math.Pow(10, d)):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/><text x=\"{X(Math.Pow(10, d)):0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Math.Pow(10, d):#,0.###}</text>"));
        for (var d = y0; d <= y1; d++)
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(Math.Pow(10, d)):0.#}\" y2=\"{Y(Math.Pow(10, d)):0.#}\"/><text x=\"{Left - 6}\" y=\"{Y(Math.Pow(10, d)) + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, d):#,0.###}</text>"));
        svg.Append(Invariant($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Html(dial)}</text>"));
        foreach (var line in lines)
        {
            var drawn = line.Points.Where(p => p is { X: > 0, Y: > 0 }).ToArray();
            if (drawn.Length == 0) continue;
            svg.Append(Invariant($"<polyline class=\"{line.Class}\" points=\"{string.Join(' ', drawn.Select(p => Invariant($"{X(p.X):0.#},{Y(p.Y):0.#}")))}\"/>"));
            foreach (var p in drawn) svg.Append(Invariant($"<circle class=\"{line.Class}\" cx=\"{X(p.X):0.#}\" cy=\"{Y(p.Y):0.#}\" r=\"4\"/>"));
            svg.Append(Invariant($"<text x=\"{X(drawn[^1].X) + 10:0.#}\" y=\"{Y(drawn[^1].Y) + 4:0.#}\">{Html(line.Name)}</text>"));
        }

        return svg.Append("</svg>").ToString();
    }

    private static (double Low, double High) Decades(IEnumerable<double> values)
    {
        var logs = values.Select(Math.Log10).ToArray();
        var low = Math.Floor(logs.Min() + 1e-9);
        return (low, Math.Max(low + 1, Math.Ceiling(logs.Max() - 1e-9)));
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>One lane's growth.</summary>
    public sealed record Line(string Name, string Class, IReadOnlyList<(double X, double Y)> Points);
}
