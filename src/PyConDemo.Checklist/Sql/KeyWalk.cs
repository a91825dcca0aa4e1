namespace PyConDemo.Checklist.Sql;

/// <summary>How a statement reads one page of many: after a key, or by OFFSET. Immutable.</summary>
/// <param name="Places">The places that may change from page to page, as bits: the key's, and those of LIMIT and
/// OFFSET. If another value changes too, it isn't the next page but another query.</param>
/// <param name="Key">The place of the first ordered column's value; -1 if the pages are read by OFFSET.</param>
/// <param name="Direction">1 if the next page has larger keys, -1 if it has smaller ones.</param>
internal sealed record KeyWalk(ulong Places, int Key, int Direction)
{
    public const int MaxPlaces = 64;

    public bool MayChange(int place) => (Places & (1UL << place)) != 0;

    /// <summary>Null if the statement reads no pages.</summary>
    public static KeyWalk? Find(IReadOnlyList<ShapeToken> tokens)
    {
        if (tokens.Count(t => t.Place >= 0) is 0 or > MaxPlaces) return null;
        var limits = Between(tokens, t => t.Is("LIMIT") || t.Is("FETCH") || t.Is("OFFSET"), EndsClause);
        var ordered = OrderedColumns(tokens);
        if (limits == 0 && !tokens.Any(t => t.Is("ROW_NUMBER"))) return null;

        var (places, key, direction) = (limits, -1, 0);
        for (var at = 1; at < tokens.Count - 1; at++)
        {
            if (ReadComparison(tokens, at, ordered) is not var (place, way)) continue;
            places |= 1UL << place;
            if (key < 0) (key, direction) = (place, way);
        }
        return places == 0 ? null : new(places, key, direction);
    }

    // The place and the direction of `column < ?`, `(a, b) > (?, …)`, `? > column` or `column BETWEEN ? AND ?`, if the
    // statement is ordered by the column.
    private static (int Place, int Direction)? ReadComparison(
        IReadOnlyList<ShapeToken> tokens, int at, HashSet<string> ordered)
    {
        var way = tokens[at].Text switch { "<" or "<=" => -1, ">" or ">=" => 1, _ => 0 };
        if (way == 0 && !tokens[at].Is("BETWEEN")) return null;
        var (left, right) = (Operand(tokens, at, -1).ToList(), Operand(tokens, at, +1).ToList());
        if (HasColumn(left) && Place(right) is { } after) return (after, way == 0 ? 1 : way);
        return HasColumn(right) && Place(left) is { } before ? (before, -way) : null;

        bool HasColumn(IEnumerable<int> side) => side.Any(i => ordered.Contains(Column(tokens, i)));
        int? Place(IEnumerable<int> side)
            => side.Where(i => tokens[i].Place >= 0).Select(i => (int?)tokens[i].Place).FirstOrDefault();
    }

    // The indexes of the tokens on one side of a comparison, up to the next AND or OR or the end of its parentheses.
    private static IEnumerable<int> Operand(IReadOnlyList<ShapeToken> tokens, int at, int step)
    {
        var (open, close) = step > 0 ? ("(", ")") : (")", "(");
        var depth = 0;
        for (var i = at + step; i >= 0 && i < tokens.Count; i += step)
        {
            var token = tokens[i];
            if (depth == 0 && (EndsClause(token) || token.Is("AND") || token.Is("OR") || token.Is("WHERE"))) break;
            if (token.Is(open)) depth++;
            else if (token.Is(close) && depth-- == 0) break;
            yield return i;
        }
    }

    private static HashSet<string> OrderedColumns(IReadOnlyList<ShapeToken> tokens)
    {
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 1; at < tokens.Count; at++)
        {
            if (tokens[at].Is("BY") && tokens[at - 1].Is("ORDER"))
                columns.UnionWith(Operand(tokens, at, +1).Select(i => Column(tokens, i)).Where(c => c.Length > 0));
            // `ROW_NUMBER() OVER (…) AS rn` is ordered by definition.
            if (tokens[at].Is("OVER") && at > 2 && tokens[at - 3].Is("ROW_NUMBER")) columns.Add(Alias(tokens, at));
        }
        return columns;
    }

    private static string Alias(IReadOnlyList<ShapeToken> tokens, int over)
    {
        var after = over + 1 + Operand(tokens, over, +1).TakeWhile((t, n) => n == 0 || !tokens[t].Is(")")).Count() + 1;
        while (after < tokens.Count && (tokens[after].Is("AS") || tokens[after].Is(")"))) after++;
        return after < tokens.Count ? Column(tokens, after) : "";
    }

    private static ulong Between(
        IReadOnlyList<ShapeToken> tokens, Func<ShapeToken, bool> starts, Func<ShapeToken, bool> ends)
    {
        var (places, inside, depth) = (0UL, false, 0);
        foreach (var token in tokens)
        {
            if (starts(token)) (inside, depth) = (true, 0);
            else if (ends(token)) inside = false;
            else if (token.Is("(")) depth++;
            else if (token.Is(")") && depth-- == 0) inside = false; // the subquery ends
            else if (inside && token.Place >= 0) places |= 1UL << token.Place;
        }
        return places;
    }

    private static bool EndsClause(ShapeToken token)
        => token.Is("LIMIT") || token.Is("FETCH") || token.Is("OFFSET") || token.Is("FOR") || token.Is("UNION")
            || token.Is("SELECT") || token.Is("GROUP") || token.Is("ORDER") || token.Is("WHERE") || token.Is(";");

    // The name of a column, but not that of a table in front of it.
    private static string Column(IReadOnlyList<ShapeToken> tokens, int at) => tokens[at].Kind switch
    {
        _ when at + 1 < tokens.Count && tokens[at + 1].Is(".") => "",
        SqlTokenKind.Word => tokens[at].Text,
        SqlTokenKind.Name => tokens[at].Text.Trim('"'),
        _ => "",
    };
}
