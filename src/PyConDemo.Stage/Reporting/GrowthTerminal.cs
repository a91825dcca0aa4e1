namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report for a terminal. Lanes are rows, because only the positions fit in 80 columns.</summary>
internal static class GrowthTerminal
{
    public static void Write(IAnsiConsole console, GrowthReport report)
    {
        var table = new Table().Title(Markup.Escape(report.Title)).Border(TableBorder.Rounded)
            .AddColumn(Markup.Escape($"{report.Dial} ({report.Unit})")).AddColumn("");
        foreach (var point in report.Lanes[0].Points)
            table.AddColumn(new TableColumn(Format.Count(point.Dial)).RightAligned().NoWrap());
        foreach (var measure in GrowthTable.Measures(report))
        {
            foreach (var lane in report.Lanes)
            {
                var name = lane == report.Lanes[0] ? measure.Name : "";
                var cells = lane.Points.Select(p => GrowthTable.Cell(measure.Of(p)));
                table.AddRow([Markup.Escape(name), Markup.Escape(lane.Label), .. cells]);
            }
        }

        console.Write(table);
        console.Write(new Text($"{report.Slug}: {report.Verdict}\n{report.Run.InOneLine()}\n"));
    }
}
