using PyConDemo.Stage.Racing.Results;
using Spectre.Console;

namespace PyConDemo.Stage.Reporting;

/// <summary>A finished race in the terminal: one table, one verdict.</summary>
public static class TerminalReport
{
    /// <summary>Of the lanes, in order.</summary>
    private static readonly string[] Colours = ["red", "green", "deepskyblue1"];

    public static void Write(IAnsiConsole console, RaceResult race)
    {
        if (race.Refused is null)
        {
            var table = new Table().Title(Markup.Escape(race.Title)).Border(TableBorder.Rounded).AddColumn("");
            foreach (var (lane, colour) in race.Lanes.Zip(Colours))
                table.AddColumn(new TableColumn($"[{colour}]{Markup.Escape(lane.Label)}[/]").RightAligned());
            foreach (var row in ReportTable.Rows(race))
                table.AddRow([Markup.Escape(row.Name), .. row.Cells.Select(Markup.Escape)]);
            console.Write(table);
        }

        console.Write(new Text($"{race.Slug}: {race.Verdict}\n", new Style(decoration: Decoration.Bold)));
        console.WriteLine();
    }
}
