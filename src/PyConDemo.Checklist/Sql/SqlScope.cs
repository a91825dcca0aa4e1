namespace PyConDemo.Checklist.Sql;

/// <summary>
/// The level of parentheses that a word stands in, so that an outer LIMIT is not taken for a subquery's.
/// </summary>
internal static class SqlScope
{
    /// <summary>The text of that level, what is nested in it left out.</summary>
    public static string Around(string sql, int index)
    {
        var (start, end) = (Edge(sql, index, -1), Edge(sql, index, +1));
        var depth = 0;
        return string.Concat(sql[(start + 1)..end].Where(c =>
        {
            if (c == ')') depth--;
            var here = depth == 0;
            if (c == '(') depth++;
            return here;
        }));
    }

    public static bool IsNested(string sql, int index) => Edge(sql, index, -1) >= 0;

    // The parenthesis that encloses the index, or the text's own edge.
    private static int Edge(string sql, int index, int step)
    {
        var (open, close) = step < 0 ? (')', '(') : ('(', ')');
        for (var depth = 0; index >= 0 && index < sql.Length; index += step)
        {
            if (sql[index] == open) depth++;
            else if (sql[index] == close && depth-- == 0) break;
        }
        return index;
    }
}
