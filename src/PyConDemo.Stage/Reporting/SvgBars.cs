using static System.FormattableString;

namespace PyConDemo.Stage.Reporting;

/// <summary>Horizontal bars on a logarithmic axis. A factor has the same length everywhere, so 4 ms and 900 ms are both
/// readable.</summary>
public static class SvgBars
{
    private const int Width = 760, RowHeight = 26, Left = 190, Right = 90;

    /// <param name="bars">In order. A value of 0 or less has a bar without length. The class sets the colour.</param>
    public static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        var values = bars.Where(b => b.Value > 0).Select(b => b.Value).DefaultIfEmpty(1).ToArray();
        var low = Math.Floor(Math.Log10(values.Min()) - 0.001);
        var high = Math.Max(low + 1, Math.Ceiling(Math.Log10(values.Max())));
        double Length(double value)
            => value <= 0 ? 0 : (Math.Log10(value) - low) / (high - low) * (Width - Left - Right);
        var height = (bars.Count * RowHeight) + 14;
        var label = HtmlPage.Html(title);
        var svg = new StringBuilder(Invariant(
            $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{label}\">"));
        for (var decade = low; decade <= high; decade++)
        {
            var x = Left + Length(Math.Pow(10, decade));
            svg.Append(Invariant(
                $"<line class=\"grid\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"0\" y2=\"{height - 10}\"/>"));
        }

        foreach (var (index, bar) in bars.Index())
        {
            var (y, length) = ((index * RowHeight) + 4, Length(bar.Value));
            var (name, value) = (HtmlPage.Html(bar.Name), HtmlPage.Html(bar.Label));
            svg.Append(Invariant($"<text x=\"{Left - 8}\" y=\"{y + 14}\" text-anchor=\"end\">{name}</text>"));
            svg.Append(Invariant($"<rect class=\"{bar.Class}\" x=\"{Left}\" y=\"{y}\" width=\"{length:0.#}\""));
            svg.Append(Invariant($" height=\"{RowHeight - 8}\" rx=\"2\"/>"));
            svg.Append(Invariant($"<text x=\"{Left + length + 6:0.#}\" y=\"{y + 14}\">{value}</text>"));
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>One bar.</summary>
    public sealed record Bar(string Name, double Value, string Label, string Class);
}
