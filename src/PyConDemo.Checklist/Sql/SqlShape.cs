using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>SQL without values, and what its words say about it. Immutable, except for a note.</summary>
internal sealed partial class SqlShape
{
    // Programs send few shapes. Generated SQL could fill any cache, so it stops growing here.
    private const int MaxCached = 2_000;
    private const int MaxLongCached = 64; // they have up to 64 kB
    private static readonly ConcurrentDictionary<string, SqlShape> Cache = new();
    private static readonly ConcurrentDictionary<string, SqlShape> LongCache = new();

    private SqlShape[]? _parts;

    private SqlShape(NormalizedSql normalized)
    {
        (Sql, Whole, var isCut) = (normalized.Shape, normalized.Whole, normalized.IsCut);
        var words = QuotedName().Replace(Whole, "\"\""); // a column's name can be a keyword
        var writesRows = RowWord().IsMatch(words);
        Writes = writesRows || OtherWritingWord().IsMatch(words);
        WritesRows = writesRows || Call().IsMatch(words) || WritingCall().IsMatch(words);
        ChangesRows = ChangingWord().IsMatch(words);
        IsQuery = QueryStart().IsMatch(words) && !Writes;
        SkipsRows = SkippingWord().IsMatch(words) || RowNumber().IsMatch(words) || isCut;
        var callsAggregate = AggregateCall().IsMatch(words);
        Aggregates = callsAggregate || (IsQuery && QuotedCall().IsMatch(words)) || isCut;
        RunsHiddenStatements = HidingStart().IsMatch(words);
        PassedRows = HiddenChanges.Find(normalized.Tokens, callsAggregate);
        Locks = SqlLocks.Find(Whole, words);
        MayCallFunctions = (IsQuery && OtherCall().IsMatch(words)) || isCut;
        Joins = Join().IsMatch(words);
        Walk = KeyWalk.Find(normalized.Tokens);
    }

    /// <summary>What people see. A long text is cut after 8 kB.</summary>
    public string Sql { get; }

    /// <summary>The first 64 kB, from which the properties come.</summary>
    public string Whole { get; }

    /// <summary>True if it only reads, judging by its own words. A function that it calls may still write.</summary>
    public bool IsQuery { get; }

    /// <summary>True if it changes rows or the schema.</summary>
    public bool Writes { get; }

    /// <summary>True if it writes rows, or calls a procedure or a function that is known to change something.
    /// </summary>
    public bool WritesRows { get; }

    /// <summary>True if it changes rows that exist, which locks them: UPDATE, DELETE, a MERGE that does so, or INSERT …
    /// ON CONFLICT DO UPDATE.</summary>
    public bool ChangesRows { get; }

    /// <summary>Which of the rows that it changes in a CTE are among its own rows; all if it changes none.</summary>
    public PassedRows PassedRows { get; }

    /// <summary>True if it changes rows in a CTE, and its own number of rows may be another.</summary>
    public bool HidesChanges => PassedRows != PassedRows.All;

    /// <summary>True if it skips rows: by OFFSET, by a row number, or with a cursor.</summary>
    public bool SkipsRows { get; }

    /// <summary>True if it may aggregate rows, judging by its own words. A view that it reads may also do so, and the
    /// part of a huge text that was cut off.</summary>
    public bool Aggregates { get; }

    /// <summary>True if it runs statements that are not in its text.</summary>
    public bool RunsHiddenStatements { get; }

    public SqlLocks Locks { get; }

    /// <summary>True if it joins tables, judging by its own words. A view that it reads may also do so.</summary>
    public bool Joins { get; }

    /// <summary>True if others wait for what it locks, until its transaction ends.</summary>
    public bool TakesLocks => Writes || Locks is { Rows: true } or { Table: not null };

    /// <summary>True if it may call a function of the program, which can lock rows. So may a text whose end is unknown.
    /// </summary>
    public bool MayCallFunctions { get; }

    /// <summary>How it reads page after page; null if it reads no pages.</summary>
    public KeyWalk? Walk { get; }

    /// <summary>True if its line of code is looked up at once, not only when it is repeated.</summary>
    public bool IsSuspicious
        => SkipsRows || Aggregates || ChangesRows || Locks is { Rows: true } or { Table: not null } || NeedsSource;

    /// <summary>True once a message has named it without its line of code.</summary>
    public bool NeedsSource { get; set; }

    /// <summary>The shape of one of the statements in this text; the whole if the text can't be divided.</summary>
    public SqlShape Part(int index, int count)
    {
        if (count == 1) return this;
        _parts ??= Divide();
        return _parts.Length == count ? _parts[index] : this;
    }

    private SqlShape[] Divide() => Sql.Length == Whole.Length && !NameWithSemicolon().IsMatch(Sql)
        ? [.. Sql.Split(';').Select(Get)]
        : [];

    public static SqlShape Get(string sql) => SqlText.Get(sql).Shape;

    internal static SqlShape Get(NormalizedSql normalized)
    {
        var isLong = normalized.Whole.Length > normalized.Shape.Length;
        var (cache, max) = isLong ? (LongCache, MaxLongCached) : (Cache, MaxCached);
        if (cache.TryGetValue(normalized.Shape, out var known)) return known;
        var created = new SqlShape(normalized);
        return cache.Count < max ? cache.GetOrAdd(created.Sql, created) : created;
    }

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("\"[^\"]*\"", Words)]
    public static partial Regex QuotedName();

    [GeneratedRegex("\"[^\"]*;[^\"]*\"", Words)]
    private static partial Regex NameWithSemicolon();

    [GeneratedRegex(@"^\(*\s*(SELECT|WITH|TABLE|VALUES)\b", Words)]
    private static partial Regex QueryStart();

    [GeneratedRegex(@"^\s*(CALL|EXECUTE)\b", Words)]
    private static partial Regex Call();

    // These functions are PostgreSQL's, and those of Marten that store a document.
    [GeneratedRegex(
        @"^\s*SELECT\s+([\w""]+\.)?(pg_notify|pg_(try_)?advisory_\w+|set_config|nextval"
        + @"|mt_(upsert|insert|update)_\w+)\s*\(", Words)]
    private static partial Regex WritingCall();

    [GeneratedRegex(
        @"^\s*(TRUNCATE|CREATE|DROP|ALTER|CALL|COPY|DO|LOCK|REFRESH|VACUUM|CLUSTER|REINDEX)\b"
        + @"|^\(*\s*SELECT\b[^()]*\bINTO\s", Words)]
    private static partial Regex OtherWritingWord();

    [GeneratedRegex(
        @"\b(INSERT\s+INTO|(?<!FOR\s+|KEY\s+|DO\s+)UPDATE(?=\s)|DELETE\s+FROM|MERGE\s+INTO)\b", Words)]
    private static partial Regex RowWord();

    // A MERGE has the words THEN UPDATE or THEN DELETE.
    [GeneratedRegex(
        @"(?<!FOR\s+|KEY\s+|DO\s+|ON\s+)\bUPDATE\s|\bDO\s+UPDATE\s|\bDELETE\s+FROM\b|\bTHEN\s+DELETE\b", Words)]
    private static partial Regex ChangingWord();

    // Two tables can also have a comma between them: `FROM articles a, tags t`.
    [GeneratedRegex(@"\bJOIN\b|\bFROM\s+[^\s,()]+(\s+(AS\s+)?[^\s,()]+)?\s*,", Words)]
    private static partial Regex Join();

    // An alias may be called offset: `x AS offset`, `t.offset`.
    [GeneratedRegex(
        @"(?<!\bAS\s+|\.)\bOFFSET\b\s*[^)\s,]|^\s*MOVE\b|^\s*FETCH\s+(ABSOLUTE|RELATIVE)\b", Words)]
    private static partial Regex SkippingWord();

    [GeneratedRegex(@"\bROW_NUMBER\s*\(\s*\)\s*OVER\b", Words)]
    private static partial Regex RowNumber();

    // Names that end in `agg` are aggregates, such as json_agg, and so are statistics, such as regr_slope.
    [GeneratedRegex(
        @"\b(count|sum|avg|min|max|\w*agg|jsonb?_\w*agg\w*|json_(array|object)agg|any_value|bit_(and|or|xor)"
        + @"|bool_(and|or)|every|corr|covar_\w+|regr_\w+|stddev\w*|var_\w+|variance|mode|percentile_(cont|disc)"
        + @"|(dense_|percent_)?rank|row_number|ntile|cume_dist|lag|lead|(first|last|nth)_value|grouping)\s*\("
        + @"|\bFILTER\s*\(|\bOVER\s*[(\w""]|\bWITHIN\s+GROUP\b|\bGROUP\s+BY\b|\bHAVING\b|\bSELECT\s+DISTINCT\b"
        + @"|\bUNION\b(?!\s+ALL\b)|\bINTERSECT\b|\bEXCEPT\b", Words)]
    private static partial Regex AggregateCall();

    // A quoted function can be an aggregate. In an INSERT, this is the list of columns.
    [GeneratedRegex("""
        ""\s*\(
        """, Words)]
    private static partial Regex QuotedCall();

    [GeneratedRegex(@"^\s*(CALL|DO|EXECUTE)\b", Words)]
    private static partial Regex HidingStart();

    // A word in front of a parenthesis is a function, unless it is a keyword. The most frequent ones are harmless.
    [GeneratedRegex(
        @"\b(?!(in|any|all|some|exists|values|and|or|not|on|using|over|filter|as|from|join|lateral|where|select|when"
        + @"|then|else|by|limit|offset|union|except|intersect|with|materialized|array|row|cast|coalesce|greatest|least"
        + @"|nullif|count|sum|avg|min|max|lower|upper|length|substring|trim|date_trunc|now|extract|to_char|array_agg"
        + @"|string_agg|json_agg|jsonb_agg|unnest|generate_series)\b)[\p{L}_]\w*\s*\(", Words)]
    private static partial Regex OtherCall();
}
