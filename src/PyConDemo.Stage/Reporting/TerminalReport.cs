namespace PyConDemo.Stage.Reporting;

/// <summary>A finished race in the terminal: one table and one verdict.</summary>
public static class TerminalReport
{
    private static readonly Dictionary<string, string> ColourOfLook = new()
    {
        [PatternLane.Bad] = "red",
        [PatternLane.Good] = "green",
        [PatternLane.Yours] = "deepskyblue1",
        [LaneLooks.Step] = "orchid",
    };

    public static void Write(IAnsiConsole console, RaceResult race)
    {
        var rows = RaceTable.Of(race).Rows.ToArray();
        if (rows.Length > 0) console.Write(TableOf(race, rows)); // a race that was refused at once has no numbers
        console.Write(new Text($"{race.Slug}: {race.Verdict}\n", new Style(decoration: Decoration.Bold)));
        console.WriteLine();
    }

    private static Table TableOf(RaceResult race, IEnumerable<IEnumerable<string>> rows)
    {
        var title = race.Refused is null ? race.Title : $"{race.Title} (no verdict)";
        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded).AddColumn("");
        foreach (var (lane, look) in race.Lanes.Zip(LaneLooks.Of([.. race.Lanes.Select(l => l.Name)])))
        {
            var head = $"[{ColourOfLook[look]}]{Markup.Escape(lane.Label)}[/]";
            table.AddColumn(new TableColumn(head).RightAligned());
        }

        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }
}
