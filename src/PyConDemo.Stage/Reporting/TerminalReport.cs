using PyConDemo.Stage.Racing.Results;
using Spectre.Console;

namespace PyConDemo.Stage.Reporting;

/// <summary>A finished race in the terminal: one table, one verdict.</summary>
public static class TerminalReport
{
    public static void Write(IAnsiConsole console, RaceResult race)
    {
        if (race.Refused is null)
        {
            var table = new Table().Title(Markup.Escape(race.Title)).Border(TableBorder.Rounded).AddColumn("")
                .AddColumn(new TableColumn($"[red]{Markup.Escape(race.Lanes[0].Label)}[/]").RightAligned())
                .AddColumn(new TableColumn($"[green]{Markup.Escape(race.Lanes[1].Label)}[/]").RightAligned());
            foreach (var row in ReportTable.Rows(race))
                table.AddRow(Markup.Escape(row.Name), Markup.Escape(row.First), Markup.Escape(row.Second));
            console.Write(table);
        }

        console.Write(new Text($"{race.Slug}: {race.Verdict}\n", new Style(decoration: Decoration.Bold)));
        console.WriteLine();
    }
}
