namespace PyConDemo.Stage.Reporting;

/// <summary>The report for a README or an issue.</summary>
public static class MarkdownReport
{
    public static string Write(RaceReport report)
    {
        var text = new StringBuilder();
        if (report.Races.Count > 1) text.AppendJoin('\n', SummaryTable.Lines(report.Races)).Append("\n\n");
        foreach (var race in report.Races)
        {
            text.Append($"### {Escape(race.Title)}\n\n{Escape(race.Verdict)}\n\n");
            text.Append(Line("", race.Lanes.Select(l => l.Label)));
            text.Append("|---|").Insert(text.Length, "---:|", race.Lanes.Count).Append('\n');
            foreach (var row in ReportTable.Rows(race))
                text.Append(Line($" {Escape(row.Name)}", row.Cells.Select(Escape)));
            text.Append('\n');
        }

        return text.Append($"_{Escape(RunLine.Of(report.Run))}_\n").ToString();
    }

    private static string Line(string name, IEnumerable<string> cells) => $"|{name} | {string.Join(" | ", cells)} |\n";

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
