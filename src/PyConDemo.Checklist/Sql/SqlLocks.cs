using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>What the words of a statement say about its locks.</summary>
/// <param name="Rows">True for a FOR UPDATE or FOR SHARE of any kind.</param>
/// <param name="Inside">True if such a lock is in a CTE or subquery, which may lock more rows than it returns.</param>
/// <param name="Table">The table, index or view that it locks against writers; null if it locks none.</param>
/// <param name="Created">The table that it creates; null if it creates none.</param>
internal sealed partial record SqlLocks(bool Rows, bool Inside, string? Table, string? Created)
{
    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Name = @"(?<table>(""[^""]*""|\w+)(\.(""[^""]*""|\w+))*)";

    /// <param name="words">The shape without quoted names, which can be keywords.</param>
    public static SqlLocks Find(string sql, string words)
    {
        var locks = LockClause().Matches(words);
        return new(
            Rows: locks.Count > 0,
            Inside: locks.Any(m => words.AsSpan(0, m.Index).Count('(') > words.AsSpan(0, m.Index).Count(')')),
            TableLock().Match(sql) is { Success: true } table ? table.Groups["table"].Value : null,
            TableCreation().Match(sql) is { Success: true } created ? created.Groups["table"].Value : null);
    }

    [GeneratedRegex(@"\bFOR\s+(NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)\b", Words)]
    private static partial Regex LockClause();

    // The weaker modes of LOCK do not block writers, and neither does CONCURRENTLY.
    [GeneratedRegex(
        @"(^|;)\s*(LOCK\s+(TABLE\s+)?(ONLY\s+)?(?![^;]*\bIN\s+((ACCESS|ROW)\s+SHARE|ROW\s+EXCLUSIVE"
        + @"|SHARE\s+UPDATE\s+EXCLUSIVE)\s+MODE)"
        + @"|TRUNCATE\s+(TABLE\s+)?(ONLY\s+)?|ALTER\s+TABLE\s+(IF\s+EXISTS\s+)?(ONLY\s+)?"
        + @"|DROP\s+(TABLE|INDEX)\s+(?!CONCURRENTLY)(IF\s+EXISTS\s+)?"
        + @"|CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)((IF\s+NOT\s+EXISTS\s+)?[^\s(]+\s+)??ON\s+(ONLY\s+)?"
        + @"|REINDEX\s+(\([^)]*\)\s*)?(TABLE|INDEX)\s+(?!CONCURRENTLY)|CLUSTER\s+"
        + @"|REFRESH\s+MATERIALIZED\s+VIEW\s+(?!CONCURRENTLY)"
        + @"|VACUUM\s+(\([^)]*\bFULL\b[^)]*\)\s*|FULL\s+)(ANALYZE\s+)?)"
        + Name, Words)]
    private static partial Regex TableLock();

    [GeneratedRegex(
        @"(^|;)\s*CREATE\s+((GLOBAL\s+|LOCAL\s+)?TEMP(ORARY)?\s+|UNLOGGED\s+)?TABLE\s+(IF\s+NOT\s+EXISTS\s+)?" + Name,
        Words)]
    private static partial Regex TableCreation();
}
