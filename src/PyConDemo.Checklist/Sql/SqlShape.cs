using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>SQL without values, and what its words say about it.</summary>
internal sealed partial class SqlShape
{
    // Programs send few different texts. Generated SQL with literals would fill any cache, so it stops growing here.
    private const int MaxCached = 2_000;
    private static readonly ConcurrentDictionary<string, SqlShape> Cache = new();

    private SqlShape(string sql)
    {
        Sql = sql;
        var words = QuotedName().Replace(sql, "\"\""); // a column's name can be a keyword
        Writes = WritingWord().IsMatch(words);
        ChangesRows = ChangingWord().IsMatch(words);
        IsQuery = QueryStart().IsMatch(words) && !Writes;
        HasOffset = OffsetWord().IsMatch(words);
        Aggregates = IsQuery && AggregateCall().IsMatch(words);
        IsPage = PageClause().IsMatch(words) && (HasOffset || Inequality().IsMatch(words));
        var locks = LockClause().Matches(words).Where(m => !Bound().IsMatch(TextAround(words, m.Index))).ToList();
        LocksAllItReads = locks.Count > 0;
        LocksInside = locks.Any(m => Edge(words, m.Index, -1) >= 0);
    }

    public string Sql { get; }

    /// <summary>True if it only reads, judging by its own words. A function that it calls may still write.</summary>
    public bool IsQuery { get; }

    /// <summary>True if it changes rows or the schema.</summary>
    public bool Writes { get; }

    /// <summary>True if it updates, deletes or merges rows, which locks them.</summary>
    public bool ChangesRows { get; }

    public bool HasOffset { get; }
    public bool Aggregates { get; }

    /// <summary>True if it reads one page: by OFFSET, or after a key.</summary>
    public bool IsPage { get; }

    /// <summary>True for a FOR UPDATE or FOR SHARE of any kind without LIMIT, SKIP LOCKED or NOWAIT.</summary>
    public bool LocksAllItReads { get; }

    /// <summary>True if that lock is in a CTE or subquery, which may lock more rows than it returns.</summary>
    public bool LocksInside { get; }

    /// <summary>True if its line of code is looked up at once, not only when it is repeated.</summary>
    public bool IsSuspicious => HasOffset || Aggregates || LocksAllItReads;

    public static SqlShape Get(string text)
    {
        if (Cache.TryGetValue(text, out var shape)) return shape;
        shape = new(new SqlNormalizer(text).Run());
        if (Cache.Count < MaxCached && text.Length < 8 * 1024) Cache.TryAdd(text, shape);
        return shape;
    }

    // The text between the parentheses around the index, without nested parentheses. So a LIMIT outside a subquery is
    // not mistaken for the subquery's.
    private static string TextAround(string sql, int index)
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

    // The index of the enclosing parenthesis, or one position outside the text.
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

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("\"[^\"]*\"", Words)]
    public static partial Regex QuotedName();

    [GeneratedRegex(@"^\(*\s*(SELECT|WITH|TABLE|VALUES|EXECUTE)\b", Words)]
    private static partial Regex QueryStart();

    [GeneratedRegex(
        @"\b(INSERT\s+INTO|(?<!FOR\s+|KEY\s+|DO\s+)UPDATE(?=\s)|DELETE\s+FROM|MERGE\s+INTO)\b"
        + @"|^\s*(TRUNCATE|CREATE|DROP|ALTER|CALL|COPY|DO)\b", Words)]
    private static partial Regex WritingWord();

    [GeneratedRegex(@"(?<!FOR\s+|KEY\s+|DO\s+)\bUPDATE\s|\bDELETE\s+FROM\b|\bMERGE\s+INTO\b", Words)]
    private static partial Regex ChangingWord();

    [GeneratedRegex(@"\bOFFSET\s+[^)\s]", Words)]
    private static partial Regex OffsetWord();

    [GeneratedRegex(
        @"\b(count|sum|avg|min|max|array_agg|string_agg|jsonb?_agg|jsonb?_object_agg|percentile_(cont|disc)|stddev\w*"
        + @"|var_\w+|variance|bool_(and|or)|every|mode)\s*\(|\bGROUP\s+BY\b|\bSELECT\s+DISTINCT\b", Words)]
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
