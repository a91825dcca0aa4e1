using System.Globalization;
using System.Net;
using System.Text;

namespace PyConDemo.Stage.Reporting;

/// <summary>Horizontal bars on a logarithmic axis: a factor is the same length anywhere, so 4 ms and 900 ms are both readable.</summary>
public static class SvgBars
{
    private const int Width = 760, RowHeight = 26, Left = 190, Right = 90;

    /// <param name="bars">In order; values of 0 or less are drawn as no bar. The class colours the bar.</param>
    public static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        var values = bars.Where(b => b.Value > 0).Select(b => b.Value).DefaultIfEmpty(1).ToArray();
        var low = Math.Floor(Math.Log10(values.Min()) - 0.001);
        var high = Math.Max(low + 1, Math.Ceiling(Math.Log10(values.Max())));
        double X(double value) => value <= 0 ? 0 : (Math.Log10(value) - low) / (high - low) * (Width - Left - Right);
        var height = (bars.Count * RowHeight) + 14;
        var svg = new StringBuilder(Invariant($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{Html(title)}\">"));
        for (var decade = low; decade <= high; decade++)
        {
            var x = Left + X(Math.Pow(10, decade));
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"0\" y2=\"{height - 10}\"/>"));
        }

        foreach (var (bar, index) in bars.Select((b, i) => (b, i)))
        {
            var y = (index * RowHeight) + 4;
            svg.Append(Invariant($"<text x=\"{Left - 8}\" y=\"{y + 14}\" text-anchor=\"end\">{Html(bar.Name)}</text>"));
            svg.Append(Invariant($"<rect class=\"{bar.Class}\" x=\"{Left}\" y=\"{y}\" width=\"{X(bar.Value):0.#}\" height=\"{RowHeight - 8}\" rx=\"2\"/>"));
            svg.Append(Invariant($"<text x=\"{Left + X(bar.Value) + 6:0.#}\" y=\"{y + 14}\">{Html(bar.Label)}</text>"));
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>One bar.</summary>
    public sealed record Bar(string Name, double Value, string Label, string Class);
}
