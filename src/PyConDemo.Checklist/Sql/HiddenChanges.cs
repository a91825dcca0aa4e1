using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>Finds changes in a CTE that a statement's own number of rows does not count.</summary>
/// <remarks>PostgreSQL reports the rows of the outermost statement. They are those of the change only if that statement
/// passes each changed row on.</remarks>
internal static partial class HiddenChanges
{
    // With one of these, the outermost statement can have fewer rows than the CTE.
    private static readonly string[] FewerRows =
        ["DISTINCT", "WHERE", "GROUP", "HAVING", "LIMIT", "OFFSET", "FETCH", "CONFLICT"];

    // With one of these, it can also have more.
    private static readonly string[] OtherRows =
        ["JOIN", "UNION", "INTERSECT", "EXCEPT", "TABLESAMPLE", "ROLLUP", "CUBE", "SETS"];

    // After one of these, a comma is no join.
    private static readonly string[] AfterList = ["WHERE", "GROUP", "WINDOW", "ORDER", "CONFLICT", "RETURNING"];

    private static readonly string[] Statements = ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"];

    /// <param name="tokens">Of one statement or several.</param>
    /// <param name="aggregates">True if an aggregate is called somewhere.</param>
    public static PassedRows Find(IReadOnlyList<ShapeToken> tokens, bool aggregates)
    {
        var passed = PassedRows.All;
        for (var at = 0; at < tokens.Count; at++) passed = Both(passed, ReadStatement(tokens, aggregates, ref at));
        return passed;
    }

    private static PassedRows Both(PassedRows one, PassedRows other)
        => one == other || other == PassedRows.All ? one : one == PassedRows.All ? other : PassedRows.Unknown;

    private static PassedRows ReadStatement(IReadOnlyList<ShapeToken> tokens, bool aggregates, ref int at)
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
        if (changing < 0) return PassedRows.All;
        if (outermost < 0) return PassedRows.Unknown;
        var passed = PassesOn(tokens, outermost, end: at, NameOfCte(tokens, changing));
        if (passed == PassedRows.All && (hasSeveral || aggregates)) passed = PassedRows.Fewer;
        var isUpsert = passed != PassedRows.All && !hasSeveral && tokens[outermost].Is("SELECT")
            && IsUpsertOfValues(tokens, changing);
        return isUpsert ? PassedRows.Values : passed;
    }

    private static bool IsUpsertOfValues(IReadOnlyList<ShapeToken> tokens, int open)
    {
        if (!tokens[open + 1].Is("INSERT")) return false;
        var depth = 1;
        for (var at = open + 1; depth > 0 && at < tokens.Count; at++)
        {
            if (tokens[at].Is("(")) depth++;
            else if (tokens[at].Is(")")) depth--;
            else if (depth == 1 && tokens[at].Is("SELECT")) return false;
            else if (depth == 1 && tokens[at].Is("VALUES")) return true;
        }
        return false;
    }

    // These words change rows: UPDATE, DELETE FROM, DO UPDATE, and THEN in a MERGE. FOR UPDATE and ON UPDATE don't.
    private static bool IsChange(IReadOnlyList<ShapeToken> tokens, int at)
    {
        var before = tokens[at - 1];
        if (tokens[at].Is("UPDATE")) return !before.Is("FOR") && !before.Is("KEY") && !before.Is("ON");
        return tokens[at].Is("DELETE")
            && (before.Is("THEN") || (at + 1 < tokens.Count && tokens[at + 1].Is("FROM")));
    }

    private static PassedRows PassesOn(IReadOnlyList<ShapeToken> tokens, int from, int end, string cte)
    {
        if (!tokens[from].Is("SELECT") && !tokens[from].Is("INSERT")) return PassedRows.Unknown;
        var (depth, reads, isList, passed) = (0, false, false, PassedRows.All);
        for (var at = from + 1; at < end; at++)
        {
            var token = tokens[at];
            if (token.Is("(")) depth++;
            else if (token.Is(")")) depth--;
            if (!reads && at + 1 < end && tokens[at + 1].Is("(") && ReturnsSet().IsMatch(NameOf(token)))
                return PassedRows.Unknown; // in the list of columns, such a function makes several rows of one
            if (depth > 0) continue;
            if (OtherRows.Any(token.Is) || (isList && token.Is(","))) return PassedRows.Unknown; // a comma is a join
            if (FewerRows.Any(token.Is)) passed = PassedRows.Fewer;
            if (token.Is("FROM")) (reads, isList) = (at + 1 < end && NameOf(tokens[at + 1]) == cte, true);
            else if (AfterList.Any(token.Is)) isList = false;
        }
        return reads ? passed : PassedRows.Unknown;
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

    // A function of the program can do so, too. Nothing in the text tells.
    [GeneratedRegex(
        @"^(unnest|each|generate_\w+|jsonb?_(array_elements|each|object_keys|path_query|to_recordset"
        + @"|populate_recordset)\w*|regexp_matches|\w+_to_table)$", RegexOptions.CultureInvariant)]
    private static partial Regex ReturnsSet();

    private static string NameOf(ShapeToken token) => SqlName.Unquote(token.Text);
}
