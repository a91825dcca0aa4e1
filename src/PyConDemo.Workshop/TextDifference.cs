using DiffPlex;

namespace PyConDemo.Workshop;

/// <summary>Compares two texts line by line, as a reader of a patch expects it.</summary>
internal static class TextDifference
{
    /// <summary>Unchanged lines before and after each change.</summary>
    private const int Context = 3;

    /// <summary>Returns the changed lines with unchanged ones around them. In each change all removed lines come before
    /// all added ones.</summary>
    /// <returns>Each line with its sign: <c>-</c> removed, <c>+</c> added, a space unchanged, <c>⋮</c> left
    /// out.</returns>
    public static IEnumerable<(char Sign, string Text)> Lines(string from, string to)
    {
        var difference = Differ.Instance.CreateLineDiffs(from, to, ignoreWhitespace: false);
        var (old, next) = (difference.PiecesOld, 0);
        foreach (var block in difference.DiffBlocks)
        {
            foreach (var line in Unchanged(next, block.DeleteStartA, next > 0, after: true)) yield return line;
            next = block.DeleteStartA + block.DeleteCountA;
            foreach (var line in old.Skip(block.DeleteStartA).Take(block.DeleteCountA)) yield return ('-', line);
            foreach (var line in difference.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB))
                yield return ('+', line);
        }

        foreach (var line in Unchanged(next, old.Count, next > 0, after: false)) yield return line;

        // The lines between two changes, or at the start or the end: only those near to a change.
        IEnumerable<(char, string)> Unchanged(int start, int end, bool before, bool after)
        {
            var head = before ? Math.Min(Context, end - start) : 0;
            var tail = after ? Math.Min(Context, end - start - head) : 0;
            for (var i = start; i < start + head; i++) yield return (' ', old[i]);
            if (start + head < end - tail) yield return ('⋮', "");
            for (var i = end - tail; i < end; i++) yield return (' ', old[i]);
        }
    }
}
