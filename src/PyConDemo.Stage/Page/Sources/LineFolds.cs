using DiffPlex.DiffBuilder.Model;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Finds the rows of a comparison that a reader need not see first: using directives, the namespace, doc
/// comments, and equal lines far from a difference.</summary>
public static class LineFolds
{
    private const int LeastEqual = 4; // fewer rows are shown: the row that replaces them would save little space
    private const int Context = 2; // so many equal rows stay around a difference, as in `git diff`

    private enum Kind { Shown, Equal, Head, Comment }

    /// <summary>Returns one element for each row: its fold, or null where the row is shown at once.</summary>
    public static IReadOnlyList<Fold?> Of(SideBySideDiffModel diff)
    {
        var kinds = new List<Kind>();
        foreach (var (first, second) in diff.OldText.Lines.Zip(diff.NewText.Lines))
        {
            string[] texts = [.. new[] { first.Text, second.Text }.OfType<string>()];
            kinds.Add(KindOf(texts, first.Type != ChangeType.Unchanged, kinds.LastOrDefault()));
        }

        var shown = kinds.Select((kind, i) => kind == Kind.Equal && IsContext(kinds, i) ? Kind.Shown : kind).ToArray();
        var folds = new List<Fold?>();
        var number = 0;
        while (folds.Count < shown.Length)
        {
            var kind = shown[folds.Count];
            var run = shown.Skip(folds.Count).TakeWhile(k => k == kind).Count();
            var isShown = kind == Kind.Shown || (kind == Kind.Equal && run < LeastEqual);
            folds.AddRange(Enumerable.Repeat(isShown ? null : new Fold(number++, NameOf(kind)), run));
        }

        return folds;
    }

    private static Kind KindOf(string[] texts, bool differs, Kind before)
    {
        if (texts.All(IsHead) || (before == Kind.Head && texts.All(string.IsNullOrWhiteSpace))) return Kind.Head;
        if (texts.All(t => t.TrimStart().StartsWith("///", StringComparison.Ordinal))) return Kind.Comment;
        return differs ? Kind.Shown : Kind.Equal;
    }

    private static bool IsHead(string line) => line.StartsWith("using ", StringComparison.Ordinal)
        || line.StartsWith("namespace ", StringComparison.Ordinal);

    private static bool IsContext(List<Kind> kinds, int row)
        => kinds.Skip(row - Context).Take(Math.Min(row, Context) + 1 + Context).Contains(Kind.Shown);

    private static string NameOf(Kind kind) => kind switch
    {
        Kind.Head => "using and namespace",
        Kind.Comment => "comment",
        _ => "equal",
    };

    /// <summary>Rows that are shown as one row until the reader unfolds them.</summary>
    /// <param name="Number">From 0, in the order of the rows.</param>
    /// <param name="Kind">The kind of lines that it hides.</param>
    public sealed record Fold(int Number, string Kind)
    {
        /// <summary>The fold's label in one lane's pane, such as "6 equal lines".</summary>
        public string Label(int lines) => lines switch
        {
            0 => $"no {Kind} lines",
            1 => $"1 {Kind} line",
            _ => $"{lines} {Kind} lines",
        };
    }
}
