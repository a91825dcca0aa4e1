using PyConDemo.Stage.Growth;

namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report for a README.</summary>
public static class GrowthMarkdown
{
    public static string Write(GrowthReport report)
    {
        var head = GrowthRows.Head(report);
        return $"""
            ### {report.Title}: growth

            {report.Verdict}

            | {string.Join(" | ", head)} |
            |{string.Concat(head.Select(_ => "---:|"))}
            {string.Join('\n', GrowthRows.Rows(report).Select(r => $"| {string.Join(" | ", r)} |"))}

            {GrowthRows.Constant(report)}

            {report.Run.InOneLine()}

            """;
    }
}

/// <summary>A growth report as rows of text: the dial, then each measure of each lane.</summary>
internal static class GrowthRows
{
    public static IReadOnlyList<string> Head(GrowthReport report)
        => [$"{report.Dial} ({report.Unit})", .. Columns(report).Select(c => $"{c.Lane.Label}: {c.Measure.Name}")];

    public static IEnumerable<IReadOnlyList<string>> Rows(GrowthReport report)
    {
        return report.Lanes[0].Points.Select((point, i) => (IReadOnlyList<string>)
            [Format.Count(point.Dial), .. Columns(report).Select(c => Value(c.Lane, c.Measure, i))]);

        static string Value(GrowthLane lane, GrowthMeasure measure, int i)
            => i < lane.Points.Count ? Cell(measure.Of(lane.Points[i])) : "–";
    }

    /// <summary>One line for all measures that are constant in both lanes. Null when there are none.</summary>
    public static string? Constant(GrowthReport report)
    {
        var constant = Measures(report).Where(m => IsConstant(report, m)).Select(m =>
            $"{m.Name} ({string.Join(", ", report.Lanes.Select(l => $"{l.Label} {Cell(m.Of(l.Points[^1]))}"))})");
        var list = string.Join("; ", constant);
        return list.Length == 0 ? null : $"Constant in both lanes: {list}.";
    }

    public static string Cell(double? value) => Format.Count(value is { } v ? Math.Round(v, v < 10 ? 2 : 0) : null);

    public static IEnumerable<GrowthMeasure> Measures(GrowthReport report)
        => GrowthMeasure.All.Where(m => report.Measures.Contains(m.Name));

    private static bool IsConstant(GrowthReport report, GrowthMeasure measure)
        => measure != GrowthMeasure.Time && report.Lanes.All(l => l.Shapes[measure.Name] == "constant");

    private static IEnumerable<(GrowthLane Lane, GrowthMeasure Measure)> Columns(GrowthReport report)
        => from measure in Measures(report)
           where !IsConstant(report, measure)
           from lane in report.Lanes
           select (lane, measure);
}
