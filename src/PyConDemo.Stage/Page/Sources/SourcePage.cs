using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Both lanes' source side by side, and the pair's README as notes.</summary>
/// <param name="Panes">Bad and good.</param>
/// <param name="Notes">As HTML.</param>
/// <param name="Yours">Bad and an attendee's own. Null where there is no such lane.</param>
public sealed record SourcePage(IReadOnlyList<SourcePane> Panes, string Notes, IReadOnlyList<SourcePane>? Yours = null)
{
    /// <returns>Null where the API does not tell.</returns>
    public static async Task<SourcePage?> ReadAsync(DemoClient client, string slug, CancellationToken cancel)
    {
        try
        {
            return Of(await client.GetAsync<SourceAnswer>($"/demo/patterns/{slug}/source", cancel).ConfigureAwait(false));
        }
        catch (StageException e) when (e.Code != ExitCode.DeadTarget)
        {
            return null;
        }
    }

    public static SourcePage Of(SourceAnswer answer) => new(
        Pair(answer, "good"), NotesHtml.Of(answer.Readme ?? ""),
        answer.Lanes.Any(l => l.Lane == PatternLane.Yours) ? Pair(answer, PatternLane.Yours) : null);

    private static SourcePane[] Pair(SourceAnswer answer, string other)
    {
        var pair = answer.Lanes.Where(l => l.Lane == "bad" || l.Lane == other).ToArray();
        var texts = pair.Select(l => SourceText.Lines(l.Text)).ToArray();
        var rows = texts.Length == 2 ? LineDiff.Align(texts[0], texts[1]) : [];
        return [.. pair.Select((lane, side) => new SourcePane(lane.Lane, lane.File, lane.Text, [.. Rows(lane.Text, rows, side)]))];
    }

    private static IEnumerable<SourceLine> Rows(string text, IReadOnlyList<LineDiff.Row> rows, int side)
    {
        var html = CodeColors.Lines(text);
        return rows.Select(row => (side == 0 ? row.First : row.Second) is { } line
            ? new SourceLine(line + 1, html[line], row.Differs) : new SourceLine(null, "", row.Differs));
    }
}
