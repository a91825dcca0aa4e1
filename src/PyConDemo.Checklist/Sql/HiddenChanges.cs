namespace PyConDemo.Checklist.Sql;

/// <summary>Finds changes in a CTE that a statement's own number of rows does not count.</summary>
/// <remarks>PostgreSQL reports the rows of the outermost statement. They are those of the change only if that statement
/// passes each changed row on.</remarks>
internal static class HiddenChanges
{
    // With one of these, the outermost statement can have fewer rows than the CTE, or more.
    private static readonly string[] OtherRows =
    [
        "DISTINCT", "JOIN", "WHERE", "GROUP", "HAVING", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT",
        "TABLESAMPLE", "CONFLICT",
    ];

    private static readonly string[] Statements = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"];

    /// <param name="tokens">Of one statement or several.</param>
    /// <param name="aggregates">True if an aggregate is called somewhere.</param>
    public static bool AreIn(IReadOnlyList<ShapeToken> tokens, bool aggregates)
    {
        for (var at = 0; at < tokens.Count; at++)
            if (ReadStatement(tokens, aggregates, ref at)) return true;
        return false;
    }

    private static bool ReadStatement(IReadOnlyList<ShapeToken> tokens, bool aggregates, ref int at)
    {
        var (depth, parenthesis, changing, outermost) = (0, -1, -1, -1);
        var hasSeveral = false;
        for (; at < tokens.Count && !(depth == 0 && tokens[at].Is(";")); at++)
        {
            if (tokens[at].Is("(") && depth++ == 0) parenthesis = at;
            if (tokens[at].Is(")")) depth--;
            if (depth == 0 && outermost < 0 && Statements.Any(tokens[at].Is)) outermost = at;
            if (depth == 0 || at == 0 || !IsChange(tokens, at)) continue;
            hasSeveral |= changing >= 0 && changing != parenthesis;
            changing = parenthesis;
        }
        return changing >= 0 && (hasSeveral || aggregates || outermost < 0
            || !PassesOn(tokens, outermost, end: at, NameOfCte(tokens, changing)));
    }

    // These words change rows: UPDATE, DELETE FROM, DO UPDATE, and THEN in a MERGE. FOR UPDATE and ON UPDATE don't.
    private static bool IsChange(IReadOnlyList<ShapeToken> tokens, int at)
    {
        var before = tokens[at - 1];
        if (tokens[at].Is("UPDATE")) return !before.Is("FOR") && !before.Is("KEY") && !before.Is("ON");
        return tokens[at].Is("DELETE")
            && (before.Is("THEN") || (at + 1 < tokens.Count && tokens[at + 1].Is("FROM")));
    }

    private static bool PassesOn(IReadOnlyList<ShapeToken> tokens, int from, int end, string cte)
    {
        if (!tokens[from].Is("SELECT") && !tokens[from].Is("INSERT")) return false;
        var (depth, reads, isList) = (0, false, false);
        for (var at = from + 1; at < end; at++)
        {
            var token = tokens[at];
            if (token.Is("(")) depth++;
            else if (token.Is(")")) depth--;
            if (depth > 0) continue;
            if (OtherRows.Any(token.Is) || (isList && token.Is(","))) return false; // a comma is a join
            if (token.Is("FROM")) (reads, isList) = (at + 1 < end && NameOf(tokens[at + 1]) == cte, true);
            else if (token.Is("ORDER") || token.Is("RETURNING")) isList = false;
        }
        return reads;
    }

    // The name stands before `AS (`, as in `name (column) AS MATERIALIZED (`.
    private static string NameOfCte(IReadOnlyList<ShapeToken> tokens, int open)
    {
        var at = open - 1;
        while (at > 0 && (tokens[at].Is("MATERIALIZED") || tokens[at].Is("NOT") || tokens[at].Is("AS"))) at--;
        if (at > 0 && tokens[at].Is(")"))
        {
            while (at > 0 && !tokens[at].Is("(")) at--;
            at--;
        }
        return at >= 0 ? NameOf(tokens[at]) : "";
    }

    private static string NameOf(ShapeToken token) => SqlName.Unquote(token.Text);
}
