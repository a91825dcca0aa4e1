using PyConDemo.Stage.Growing;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Reporting;

/// <summary>A growth report as rows of text: the dial, then each measure of each lane.</summary>
internal static class GrowthRows
{
    public static IReadOnlyList<string> Head(GrowthReport report)
        => [$"{report.Dial} ({report.Unit})", .. Columns(report).Select(c => $"{c.Lane.Label}: {c.Measure.Name}")];

    public static IEnumerable<IReadOnlyList<string>> Rows(GrowthReport report)
        => report.Lanes[0].Points.Select((point, i) => (IReadOnlyList<string>)
            [Format.Count(point.Dial), .. Columns(report).Select(c => i < c.Lane.Points.Count ? Cell(c.Measure.Of(c.Lane.Points[i])) : "–")]);

    /// <summary>The measures that stand still in both lanes, in one line instead of two columns each; null when there are none.</summary>
    public static string? Still(GrowthReport report)
    {
        var still = GrowthMeasure.All.Where(m => report.Measures.Contains(m.Name) && IsStill(report, m)).Select(m =>
            $"{m.Name} ({string.Join(", ", report.Lanes.Select(l => $"{l.Label} {Cell(m.Of(l.Points[^1]))}"))})").ToArray();
        return still.Length == 0 ? null : $"Constant in both lanes: {string.Join("; ", still)}.";
    }

    public static string Cell(double? value) => Format.Count(value is { } v ? Math.Round(v, v < 10 ? 2 : 0) : null);

    private static bool IsStill(GrowthReport report, GrowthMeasure measure)
        => report.Lanes.All(l => l.Shapes[measure.Name] == "constant") && measure.Name != GrowthMeasure.All[^1].Name;

    private static IEnumerable<(GrowthLane Lane, GrowthMeasure Measure)> Columns(GrowthReport report)
        => from measure in GrowthMeasure.All
           where report.Measures.Contains(measure.Name) && !IsStill(report, measure)
           from lane in report.Lanes
           select (lane, measure);
}
