using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>
/// SQL without its values, and what its words tell. Statements that differ in values only have the same text here.
/// </summary>
internal sealed partial class SqlShape
{
    // Programs send few texts, again and again. Generated ones with literals would fill any cache: beyond this, none is
    // added.
    private const int MaxCached = 2_000;
    private static readonly ConcurrentDictionary<string, SqlShape> Cache = new();

    private SqlShape(string sql)
    {
        Sql = sql;
        var words = QuotedName().Replace(sql, "\"\""); // a column may be named anything
        Writes = WritingWord().IsMatch(words);
        ChangesRows = ChangingWord().IsMatch(words);
        IsQuery = QueryStart().IsMatch(words) && !Writes;
        HasOffset = OffsetWord().IsMatch(words);
        Aggregates = IsQuery && AggregateCall().IsMatch(words);
        IsPage = PageClause().IsMatch(words) && (HasOffset || Inequality().IsMatch(words));
        var locks = LockClause().Matches(words).Where(m => !Bound().IsMatch(SqlScope.Around(words, m.Index))).ToList();
        LocksAllItReads = locks.Count > 0;
        LocksInside = locks.Any(m => SqlScope.IsNested(words, m.Index));
    }

    public string Sql { get; }

    /// <summary>Only reads, as far as its own words tell; a function that it calls may write.</summary>
    public bool IsQuery { get; }

    /// <summary>Changes rows or the schema.</summary>
    public bool Writes { get; }

    /// <summary>Updates, deletes or merges rows, and so locks them.</summary>
    public bool ChangesRows { get; }

    public bool HasOffset { get; }

    /// <summary>Calls an aggregate, or groups.</summary>
    public bool Aggregates { get; }

    /// <summary>Reads one page of several rows: by OFFSET, or after a key.</summary>
    public bool IsPage { get; }

    /// <summary>
    /// FOR UPDATE and kin with nothing that bounds them: no LIMIT, SKIP LOCKED or NOWAIT at the same level.
    /// </summary>
    public bool LocksAllItReads { get; }

    /// <summary>
    /// …and that in a CTE or a subquery, so that the rows which come out are not those that were locked.
    /// </summary>
    public bool LocksInside { get; }

    /// <summary>Whether the source line that sent it is worth a look at the stack at its first sight.</summary>
    public bool IsSuspicious => HasOffset || Aggregates || LocksAllItReads;

    public static SqlShape Get(string text)
    {
        if (Cache.TryGetValue(text, out var shape)) return shape;
        shape = new(new SqlNormalizer(text).Run());
        if (Cache.Count < MaxCached && text.Length < 8 * 1024) Cache.TryAdd(text, shape);
        return shape;
    }

    public static SqlShape Named(string name) => new(name);

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("\"[^\"]*\"", Words)]
    public static partial Regex QuotedName();

    [GeneratedRegex(@"^\(*\s*(SELECT|WITH|TABLE|VALUES|EXECUTE)\b", Words)]
    private static partial Regex QueryStart();

    [GeneratedRegex(@"\b(INSERT\s+INTO|(?<!FOR\s+|KEY\s+|DO\s+)UPDATE(?=\s)|DELETE\s+FROM|MERGE\s+INTO)\b|^\s*(TRUNCATE|CREATE|DROP|ALTER|CALL|COPY|DO)\b", Words)]
    private static partial Regex WritingWord();

    [GeneratedRegex(@"(?<!FOR\s+|KEY\s+|DO\s+)\bUPDATE\s|\bDELETE\s+FROM\b|\bMERGE\s+INTO\b", Words)]
    private static partial Regex ChangingWord();

    [GeneratedRegex(@"\bOFFSET\s+[^)\s]", Words)]
    private static partial Regex OffsetWord();

    [GeneratedRegex(@"\b(count|sum|avg|min|max|array_agg|string_agg|jsonb?_agg|jsonb?_object_agg|percentile_(cont|disc)|stddev\w*|var_\w+|variance|bool_(and|or)|every|mode)\s*\(|\bGROUP\s+BY\b|\bSELECT\s+DISTINCT\b", Words)]
    private static partial Regex AggregateCall();

    [GeneratedRegex(@"\bLIMIT\s+[^)\s]|\bFETCH\s+(FIRST|NEXT)\b", Words)]
    private static partial Regex PageClause();

    [GeneratedRegex(@"[<>]=?\s*(\(?\?|\()", Words)]
    private static partial Regex Inequality();

    [GeneratedRegex(@"\bFOR\s+(NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)\b", Words)]
    private static partial Regex LockClause();

    [GeneratedRegex(@"\bLIMIT\b|\bFETCH\s+(FIRST|NEXT)\b|\bSKIP\s+LOCKED\b|\bNOWAIT\b", Words)]
    private static partial Regex Bound();
}
