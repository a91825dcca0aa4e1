using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>SQL without values, and what its words say about it. Immutable.</summary>
internal sealed partial class SqlShape
{
    // Programs send few shapes. Generated SQL could fill any cache, so it stops growing here.
    private const int MaxCached = 2_000;
    private static readonly ConcurrentDictionary<string, SqlShape> Cache = new();

    private SqlShape(NormalizedSql normalized)
    {
        Sql = normalized.Shape;
        var words = QuotedName().Replace(Sql, "\"\""); // a column's name can be a keyword
        IsCall = Call().IsMatch(words);
        Writes = WritingWord().IsMatch(words);
        WritesRows = RowWord().IsMatch(words) || IsCall;
        ChangesRows = ChangingWord().IsMatch(words) || Upsert().IsMatch(words);
        IsQuery = QueryStart().IsMatch(words) && !Writes;
        SkipsRows = SkippingWord().IsMatch(words) || RowNumber().IsMatch(words);
        Aggregates = !Writes && QueryStart().IsMatch(words) && AggregateCall().IsMatch(words);
        LocksTable = TableLock().IsMatch(words);
        var locks = LockClause().Matches(words);
        LocksRows = locks.Count > 0;
        LocksInside = locks.Any(m => IsInParentheses(words, m.Index));
        Walk = KeyWalk.Find(normalized.Tokens);
    }

    public string Sql { get; }

    /// <summary>True if it only reads, judging by its own words. A function that it calls may still write.</summary>
    public bool IsQuery { get; }

    /// <summary>True if it changes rows or the schema.</summary>
    public bool Writes { get; }

    /// <summary>True if it writes rows, or calls a procedure: an application does that once per row or for many.</summary>
    public bool WritesRows { get; }

    /// <summary>True for CALL and EXECUTE.</summary>
    public bool IsCall { get; }

    /// <summary>True if it updates, deletes or merges rows, or inserts some ON CONFLICT DO UPDATE, which locks
    /// them.</summary>
    public bool ChangesRows { get; }

    /// <summary>True if it skips rows: by OFFSET, by a row number, or with a cursor.</summary>
    public bool SkipsRows { get; }

    public bool Aggregates { get; }

    /// <summary>True for a FOR UPDATE or FOR SHARE of any kind.</summary>
    public bool LocksRows { get; }

    /// <summary>True if that lock is in a CTE or subquery, which may lock more rows than it returns.</summary>
    public bool LocksInside { get; }

    /// <summary>True for LOCK TABLE, TRUNCATE and the changes of a schema that lock a whole table.</summary>
    public bool LocksTable { get; }

    /// <summary>How it reads page after page; null if it reads no pages.</summary>
    public KeyWalk? Walk { get; }

    /// <summary>True if its line of code is looked up at once, not only when it is repeated.</summary>
    public bool IsSuspicious => SkipsRows || Aggregates || LocksRows || ChangesRows || LocksTable;

    public static SqlShape Get(string sql) => SqlText.Get(sql).Shape;

    internal static SqlShape Get(NormalizedSql normalized)
    {
        if (Cache.TryGetValue(normalized.Shape, out var known)) return known;
        var created = new SqlShape(normalized);
        return Cache.Count < MaxCached ? Cache.GetOrAdd(created.Sql, created) : created;
    }

    private static bool IsInParentheses(string sql, int index)
        => sql.AsSpan(0, index).Count('(') > sql.AsSpan(0, index).Count(')');

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("\"[^\"]*\"", Words)]
    public static partial Regex QuotedName();

    [GeneratedRegex(@"^\(*\s*(SELECT|WITH|TABLE|VALUES)\b", Words)]
    private static partial Regex QueryStart();

    [GeneratedRegex(@"^\s*(CALL|EXECUTE)\b", Words)]
    private static partial Regex Call();

    [GeneratedRegex(
        @"\b(INSERT\s+INTO|(?<!FOR\s+|KEY\s+|DO\s+)UPDATE(?=\s)|DELETE\s+FROM|MERGE\s+INTO)\b"
        + @"|^\s*(TRUNCATE|CREATE|DROP|ALTER|CALL|COPY|DO|LOCK|REFRESH|VACUUM|CLUSTER|REINDEX)\b"
        + @"|^\(*\s*SELECT\b[^()]*\bINTO\s", Words)]
    private static partial Regex WritingWord();

    [GeneratedRegex(
        @"\b(INSERT\s+INTO|(?<!FOR\s+|KEY\s+|DO\s+)UPDATE(?=\s)|DELETE\s+FROM|MERGE\s+INTO)\b", Words)]
    private static partial Regex RowWord();

    [GeneratedRegex(@"(?<!FOR\s+|KEY\s+|DO\s+)\bUPDATE\s|\bDELETE\s+FROM\b|\bMERGE\s+INTO\b", Words)]
    private static partial Regex ChangingWord();

    [GeneratedRegex(@"\bON\s+CONFLICT\b.*\bDO\s+UPDATE\b", Words | RegexOptions.Singleline)]
    private static partial Regex Upsert();

    // An alias may be called offset: `x AS offset`, `t.offset`.
    [GeneratedRegex(
        @"(?<!\bAS\s+|\.)\bOFFSET\b\s*[^)\s,]|^\s*MOVE\b|^\s*FETCH\s+(ABSOLUTE|RELATIVE)\b", Words)]
    private static partial Regex SkippingWord();

    [GeneratedRegex(@"\bROW_NUMBER\s*\(\s*\)\s*OVER\b", Words)]
    private static partial Regex RowNumber();

    [GeneratedRegex(
        @"\b(count|sum|avg|min|max|\w+_agg|percentile_(cont|disc)|stddev\w*|var_\w+|variance|corr|covar_\w+|regr_\w+"
        + @"|bool_(and|or)|bit_(and|or|xor)|every|mode|any_value|rank|dense_rank|percent_rank|cume_dist|ntile|lag|lead"
        + @"|first_value|last_value|nth_value|row_number|jsonb?_agg\w*|jsonb?_object_agg\w*)\s*\("
        + @"|\)\s*OVER\b|\bGROUP\s+BY\b|\bSELECT\s+DISTINCT\b|\bHAVING\b"
        + @"|\b(UNION|INTERSECT|EXCEPT)\b(?!\s+ALL\b)", Words)]
    private static partial Regex AggregateCall();

    [GeneratedRegex(@"\bFOR\s+(NO\s+KEY\s+UPDATE|UPDATE|KEY\s+SHARE|SHARE)\b", Words)]
    private static partial Regex LockClause();

    [GeneratedRegex(
        @"^\s*(LOCK\s+(?!.*\bIN\s+ACCESS\s+SHARE\b)|TRUNCATE\b|ALTER\s+TABLE\b|DROP\s+(TABLE|INDEX(?!\s+CONCURRENTLY))\b"
        + @"|CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY\b)|REINDEX\b(?!.*\bCONCURRENTLY\b)|CLUSTER\b|VACUUM\b.*\bFULL\b"
        + @"|REFRESH\s+MATERIALIZED\s+VIEW\s+(?!CONCURRENTLY\b))", Words | RegexOptions.Singleline)]
    private static partial Regex TableLock();
}
