using PyConDemo.Stage.Growing;
using Spectre.Console;

namespace PyConDemo.Stage.Reporting;

internal static class GrowthTerminal
{
    public static void Write(IAnsiConsole console, GrowthReport report)
    {
        var table = new Table().Title(Markup.Escape(report.Title)).Border(TableBorder.Rounded);
        foreach (var head in GrowthRows.Head(report)) table.AddColumn(new TableColumn(Markup.Escape(head)).RightAligned());
        foreach (var row in GrowthRows.Rows(report)) table.AddRow(row.Select(Markup.Escape).ToArray());
        console.Write(table);
        if (GrowthRows.Still(report) is { } still) console.Write(new Text(still + "\n"));
        console.Write(new Text($"{report.Slug}: {report.Verdict}\n{RunLine.Of(report.Run)}\n"));
    }
}
