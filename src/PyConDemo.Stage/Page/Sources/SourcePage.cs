using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using PyConDemo.Stage.Page.Api;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>The source code of two lanes side by side, and the pattern's README as notes.</summary>
/// <param name="Panes">Bad and good.</param>
/// <param name="Notes">HTML.</param>
/// <param name="Yours">Bad and an attendee's own lane. Null where there is no such lane.</param>
/// <param name="Steps">One pair for each next step: good and the step.</param>
public sealed record SourcePage(
    IReadOnlyList<SourcePane> Panes, string Notes, IReadOnlyList<SourcePane>? Yours,
    IReadOnlyList<IReadOnlyList<SourcePane>> Steps)
{
    /// <returns>Null where the API does not report its source code.</returns>
    public static async Task<SourcePage?> ReadAsync(DemoClient client, string slug, CancellationToken cancellationToken)
        => await SourceAnswer.ReadAsync(client, slug, cancellationToken) is { } answer ? Of(answer) : null;

    public static SourcePage Of(SourceAnswer answer)
    {
        string[] known = [PatternLane.Bad, PatternLane.Good, PatternLane.Yours];
        var steps = answer.Lanes.Select(l => l.Lane).Except(known);
        var hasYours = answer.Lanes.Any(l => l.Lane == PatternLane.Yours);
        return new(
            Pair(answer, PatternLane.Bad, PatternLane.Good), PageMarkdown.NotesHtml(answer.Readme ?? ""),
            hasYours ? Pair(answer, PatternLane.Bad, PatternLane.Yours) : null,
            [.. steps.Select(step => Pair(answer, PatternLane.Good, step))]);
    }

    private static SourcePane[] Pair(SourceAnswer answer, string left, string right)
    {
        var first = answer.Lanes.FirstOrDefault(l => l.Lane == left);
        var second = answer.Lanes.FirstOrDefault(l => l.Lane == right);
        if (first is null || second is null) return [];
        var diff = SideBySideDiffBuilder.Diff(
            CodeHighlighter.Normalize(first.Text), CodeHighlighter.Normalize(second.Text), ignoreWhiteSpace: false);
        var folds = LineFolds.Of(diff);
        return [Pane(first, diff.OldText.Lines, folds), Pane(second, diff.NewText.Lines, folds)];
    }

    private static SourcePane Pane(SourceFile file, List<DiffPiece> rows, IReadOnlyList<LineFolds.Fold?> folds)
    {
        var code = CodeHighlighter.Lines(file.Text);
        var lines = rows.Zip(folds, (row, fold) => new SourceLine(
            row.Position, row.Position is { } number ? code[number - 1] : [],
            row.Type != ChangeType.Unchanged, fold?.Number)).ToArray();
        var labels = folds.OfType<LineFolds.Fold>().Distinct()
            .Select(fold => fold.Label(lines.Count(l => l.Fold == fold.Number && l.Number is not null)));
        return new(file.Lane, file.File, file.Text, lines, [.. labels]);
    }
}

/// <summary>The source code of a pattern's lanes, as the API reports it.</summary>
/// <param name="Readme">Markdown.</param>
public sealed record SourceAnswer(string Slug, IReadOnlyList<SourceFile> Lanes, string? Readme)
{
    /// <returns>Null where the API does not report its source code.</returns>
    public static Task<SourceAnswer?> ReadAsync(DemoClient client, string slug, CancellationToken cancellationToken)
        => client.TryGetAsync<SourceAnswer>($"/demo/patterns/{slug}/source", cancellationToken);
}

/// <summary>One lane's file as rows. A row without a number stands next to a line of the other lane.</summary>
/// <param name="Folds">What each fold hides in this pane, by its number: "6 equal lines".</param>
public sealed record SourcePane(
    string Lane, string File, string Text, IReadOnlyList<SourceLine> Lines, IReadOnlyList<string> Folds);

/// <param name="Number">From 1. Null for a row without a line.</param>
/// <param name="Parts">The line's text in pieces. The page makes an element of each, so it needs no HTML.</param>
/// <param name="Differs">The other lane has a different line in this row, or none.</param>
/// <param name="Fold">Rows with the same number, from 0, are one row until unfolded. Null: shown at once.</param>
public sealed record SourceLine(int? Number, IReadOnlyList<CodePart> Parts, bool Differs, int? Fold);
