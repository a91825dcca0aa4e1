namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report for a terminal. Lanes are rows, and positions are columns. A narrow terminal gets several
/// tables below each other, so that no number is broken.</summary>
internal static class GrowthTerminal
{
    private const int Borders = 3; // of each column: a line and two spaces

    public static void Write(IAnsiConsole console, GrowthReport report)
    {
        var points = Enumerable.Range(0, report.Lanes[0].Points.Count).ToArray();
        var columns = points.Select(point => Column(report, point)).ToArray();
        var names = GrowthTable.Measures(report).Select(m => m.Name).Append(Heading(report))
            .SelectMany(name => name.Split(' ')).Max(word => word.Length);
        var labels = report.Lanes.Max(lane => lane.Label.Length);
        var room = console.Profile.Width - 1 - (names + Borders) - (labels + Borders);
        var widest = columns.Max(cells => cells.Max(cell => cell.Length)) + Borders;
        foreach (var part in columns.Chunk(Math.Max(1, room / widest))) console.Write(TableOf(report, part));
        console.Write(new Text($"{report.Slug}: {report.Verdict}\n{report.Run.InOneLine()}\n"));
    }

    /// <summary>The position, then what each measure has for each lane.</summary>
    private static string[] Column(GrowthReport report, int point) =>
    [
        Format.Count(report.Lanes[0].Points[point].Dial),
        .. GrowthTable.Measures(report).SelectMany(measure => report.Lanes.Select(
            lane => GrowthTable.Cell(point < lane.Points.Count ? measure.Of(lane.Points[point]) : null))),
    ];

    private static Table TableOf(GrowthReport report, string[][] columns)
    {
        var table = new Table().Title(Markup.Escape(report.Title)).Border(TableBorder.Rounded)
            .AddColumn(Markup.Escape(Heading(report))).AddColumn(new TableColumn("").NoWrap());
        foreach (var column in columns) table.AddColumn(new TableColumn(column[0]).RightAligned().NoWrap());
        var row = 0;
        foreach (var measure in GrowthTable.Measures(report))
        {
            foreach (var lane in report.Lanes)
            {
                var name = lane == report.Lanes[0] ? measure.Name : "";
                var cells = columns.Select(column => column[1 + row]);
                table.AddRow([.. new[] { name, lane.Label }.Concat(cells).Select(Markup.Escape)]);
                row++;
            }
        }

        return table;
    }

    private static string Heading(GrowthReport report) => $"{report.Dial} ({report.Unit})";
}
