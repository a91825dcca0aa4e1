using PyConDemo.Stage.Growing;
using PyConDemo.Stage.Racing;
using Spectre.Console;

namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report for a terminal: a row per cost and lane, as the dial's few positions fit in 80 columns and the costs don't.</summary>
internal static class GrowthTerminal
{
    public static void Write(IAnsiConsole console, GrowthReport report)
    {
        var table = new Table().Title(Markup.Escape(report.Title)).Border(TableBorder.Rounded)
            .AddColumn(Markup.Escape($"{report.Dial} ({report.Unit})")).AddColumn("");
        foreach (var point in report.Lanes[0].Points) table.AddColumn(new TableColumn(Format.Count(point.Dial)).RightAligned().NoWrap());
        foreach (var measure in GrowthMeasure.All.Where(m => report.Measures.Contains(m.Name)))
        {
            foreach (var lane in report.Lanes)
            {
                var name = lane == report.Lanes[0] ? measure.Name : "";
                table.AddRow([Markup.Escape(name), Markup.Escape(lane.Label), .. lane.Points.Select(p => GrowthRows.Cell(measure.Of(p)))]);
            }
        }

        console.Write(table);
        console.Write(new Text($"{report.Slug}: {report.Verdict}\n{RunLine.Of(report.Run)}\n"));
    }
}
