namespace PyConDemo.Stage.Page.Sources;

/// <summary>
/// Which rows of a comparison a reader need not see first: the file's head, doc comments, and what is equal.
/// </summary>
public static class LineFolds
{
    /// <summary>Fewer equal rows are shown: the row that says so would save little room.</summary>
    private const int LeastEqual = 4;

    /// <summary>So many equal rows stay next to what differs, as in a `git diff`: they say where it stands.</summary>
    private const int Context = 2;

    private enum Kind
    {
        Shown,
        Equal,
        Head,
        Comment,
    }

    /// <summary>One element for each row: its fold, or null where the row is shown at once.</summary>
    public static IReadOnlyList<Fold?> Of(
        IReadOnlyList<LineDiff.Row> rows, IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        var kinds = new List<Kind>();
        foreach (var row in rows)
        {
            string?[] sides = [row.First is { } i ? first[i] : null, row.Second is { } j ? second[j] : null];
            kinds.Add(KindOf([.. sides.OfType<string>()], row.Differs, kinds.LastOrDefault()));
        }

        var shown = kinds.Select((kind, i) => kind == Kind.Equal && IsContext(kinds, i) ? Kind.Shown : kind).ToArray();
        var folds = new List<Fold?>();
        var number = 0;
        while (folds.Count < shown.Length)
        {
            var kind = shown[folds.Count];
            var run = shown.Skip(folds.Count).TakeWhile(k => k == kind).Count();
            var isShown = kind == Kind.Shown || (kind == Kind.Equal && run < LeastEqual);
            folds.AddRange(Enumerable.Repeat(isShown ? null : new Fold(number++, WordsOf(kind)), run));
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

    private static string WordsOf(Kind kind) => kind switch
    {
        Kind.Head => "using and namespace",
        Kind.Comment => "comment",
        _ => "equal",
    };

    /// <summary>Rows that are one row until a reader unfolds them.</summary>
    /// <param name="Number">From 0, in the order of the rows.</param>
    /// <param name="What">What kind of lines it hides.</param>
    public sealed record Fold(int Number, string What)
    {
        /// <summary>"6 equal lines", of one lane's file.</summary>
        public string Words(int lines) => lines switch
        {
            0 => $"no {What} lines",
            1 => $"1 {What} line",
            _ => $"{lines} {What} lines",
        };
    }
}
