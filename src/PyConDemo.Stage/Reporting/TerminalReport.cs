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
        if (race.Refused is null)
        {
            var table = new Table().Title(Markup.Escape(race.Title)).Border(TableBorder.Rounded).AddColumn("");
            foreach (var (lane, look) in race.Lanes.Zip(LaneLooks.Of([.. race.Lanes.Select(l => l.Name)])))
            {
                var head = $"[{ColourOfLook[look]}]{Markup.Escape(lane.Label)}[/]";
                table.AddColumn(new TableColumn(head).RightAligned());
            }

            foreach (var row in RaceTable.Of(race).Rows) table.AddRow([.. row.Select(Markup.Escape)]);
            console.Write(table);
        }

        console.Write(new Text($"{race.Slug}: {race.Verdict}\n", new Style(decoration: Decoration.Bold)));
        console.WriteLine();
    }
}
