using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Two lanes' source side by side, and the pair's README as notes.</summary>
/// <param name="Panes">Bad and good.</param>
/// <param name="Notes">As HTML.</param>
/// <param name="Yours">Bad and an attendee's own. Null where there is no such lane.</param>
/// <param name="Steps">Good and a next step of the cure, for each of them.</param>
public sealed record SourcePage(
    IReadOnlyList<SourcePane> Panes, string Notes, IReadOnlyList<SourcePane>? Yours,
    IReadOnlyList<IReadOnlyList<SourcePane>> Steps)
{
    /// <returns>Null where the API does not tell.</returns>
    public static async Task<SourcePage?> ReadAsync(DemoClient client, string slug, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await client.GetAsync<SourceAnswer>($"/demo/patterns/{slug}/source", cancellationToken));
        }
        catch (UnexpectedAnswerException)
        {
            return null;
        }
    }

    public static SourcePage Of(SourceAnswer answer)
    {
        string[] known = [PatternLane.Bad, PatternLane.Good, PatternLane.Yours];
        var steps = answer.Lanes.Select(l => l.Lane).Except(known);
        var hasYours = answer.Lanes.Any(l => l.Lane == PatternLane.Yours);
        return new(
            Pair(answer, PatternLane.Bad, PatternLane.Good), NotesHtml.Of(answer.Readme ?? ""),
            hasYours ? Pair(answer, PatternLane.Bad, PatternLane.Yours) : null,
            [.. steps.Select(step => Pair(answer, PatternLane.Good, step))]);
    }

    private static SourcePane[] Pair(SourceAnswer answer, string left, string right)
    {
        SourceFile[] pair = [.. ((string[])[left, right]).SelectMany(name => answer.Lanes.Where(l => l.Lane == name))];
        if (pair.Length < 2) return [];
        var (first, second) = (SourceText.Lines(pair[0].Text), SourceText.Lines(pair[1].Text));
        var rows = LineDiff.Align(first, second);
        var folds = LineFolds.Of(rows, first, second);
        return
        [
            Pane(pair[0], rows.Select(r => r.First), rows, folds),
            Pane(pair[1], rows.Select(r => r.Second), rows, folds),
        ];
    }

    private static SourcePane Pane(
        SourceFile file, IEnumerable<int?> side, IReadOnlyList<LineDiff.Row> rows, IReadOnlyList<LineFolds.Fold?> folds)
    {
        var html = CodeHighlighter.Lines(file.Text);
        var lines = side.Select((index, row) => index is { } line
            ? new SourceLine(line + 1, html[line], rows[row].Differs, folds[row]?.Number)
            : new SourceLine(null, "", rows[row].Differs, folds[row]?.Number)).ToArray();
        var words = folds.OfType<LineFolds.Fold>().Distinct()
            .Select(fold => fold.Words(lines.Count(l => l.Fold == fold.Number && l.Number is not null)));
        return new(file.Lane, file.File, file.Text, lines, [.. words]);
    }
}
