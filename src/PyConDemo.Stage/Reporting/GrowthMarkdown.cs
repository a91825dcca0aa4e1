namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report for a README.</summary>
public static class GrowthMarkdown
{
    public static string Write(GrowthReport report) => $"""
        ### {report.Title}: growth

        {report.Verdict}

        {GrowthTable.Of(report).ToMarkdown()}
        {GrowthTable.Constant(report)}

        {report.Run.InOneLine()}

        """;
}

/// <summary>A growth report as a table: the dial, then each measure of each lane.</summary>
internal static class GrowthTable
{
    public static TextTable Of(GrowthReport report)
    {
        var columns = Measures(report).Where(m => !IsConstant(report, m))
            .SelectMany(measure => report.Lanes.Select(lane => (lane, measure))).ToArray();
        return new(
            [$"{report.Dial} ({report.Unit})", .. columns.Select(c => $"{c.lane.Label}: {c.measure.Name}")],
            report.Lanes[0].Points.Select((point, i) => columns
                .Select(c => i < c.lane.Points.Count ? Cell(c.measure.Of(c.lane.Points[i])) : Format.None)
                .Prepend(Format.Count(point.Dial))));
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
}
