namespace PyConDemo.Stage.Page.Sources;

/// <summary>Two texts side by side, by their longest common subsequence of lines. For files of a few hundred lines.</summary>
public static class LineDiff
{
    /// <summary>Every line of both, in order. Changed lines stand beside each other; what only one has stands alone.</summary>
    public static IReadOnlyList<Row> Align(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        var rows = new List<Row>();
        int i = 0, j = 0;
        foreach (var (a, b) in Common(first, second).Append((first.Count, second.Count)))
        {
            for (; i < a || j < b; i++, j++) rows.Add(new(i < a ? i : null, j < b ? j : null, Differs: true));
            (i, j) = (a, b);
            if (a < first.Count && b < second.Count) rows.Add(new(i++, j++, Differs: false));
        }

        return rows;
    }

    private static List<(int, int)> Common(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        var length = new int[first.Count + 1, second.Count + 1];
        for (var i = first.Count - 1; i >= 0; i--)
        {
            for (var j = second.Count - 1; j >= 0; j--)
                length[i, j] = first[i] == second[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }

        var common = new List<(int, int)>();
        for (int i = 0, j = 0; i < first.Count && j < second.Count;)
        {
            if (first[i] == second[j]) common.Add((i++, j++));
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }

        return common;
    }

    /// <summary>Indexes from 0; null where that text has no such line.</summary>
    public sealed record Row(int? First, int? Second, bool Differs);
}
