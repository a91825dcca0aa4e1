namespace PyConDemo.Checklist.Sql;

/// <summary>One SQL text that a program sends, with its shape and the places of its values. Thread-safe.</summary>
internal sealed class SqlText
{
    // Programs send few different texts. Generated SQL with literals would fill any cache, so it stops growing here.
    private const int MaxCached = 2_000;
    private const int MaxCachedLength = 8 * 1024;
    private static readonly ConcurrentDictionary<(string, CommandType), SqlText> Cache = new();

    // A look-up by reference, because hashing a text takes longer than the rest of the work. It succeeds mostly: a
    // program's texts are constants, or EF Core caches them.
    private const int SlotCount = 1024;
    private static readonly SqlText?[] Latest = new SqlText?[SlotCount];

    // A few long texts are kept in the same way, because reading one takes longer than sending it.
    private const int MaxLong = 64 * 1024;
    private const int LongSlotCount = 32;
    private static readonly SqlText?[] LatestLong = new SqlText?[LongSlotCount];

    private readonly CommandType _type;
    private readonly SessionChangeFinder _sessionChange;
    private readonly SkippedRows? _skipped;
    private readonly LockLimits? _lockLimits;

    private SqlText(string text, CommandType type)
    {
        (Text, _type) = (text, type);
        // A procedure's name is a call, and a table's name reads the table.
        var sql = type switch
        {
            CommandType.StoredProcedure => $"CALL {text}()",
            CommandType.TableDirect => $"SELECT * FROM {text}",
            _ => text,
        };
        var normalized = SqlNormalizer.Run(sql);
        Shape = SqlShape.Get(normalized);
        (Places, Rows, Comment) = (normalized.Places, normalized.Rows, normalized.Comment);
        _sessionChange = new(sql, normalized.Whole);
        if (Shape.SkipsRows) _skipped = new(sql);
        if (Shape.Locks.Inside && Shape.Writes) _lockLimits = new(sql);
    }

    public string Text { get; }
    public SqlShape Shape { get; }

    /// <inheritdoc cref="NormalizedSql"/>
    public IReadOnlyList<SqlPlace> Places { get; }

    /// <inheritdoc cref="NormalizedSql"/>
    public int Rows { get; }

    /// <inheritdoc cref="NormalizedSql"/>
    public string? Comment { get; }

    public static SqlText Get(string text, CommandType type = CommandType.Text)
    {
        var hash = RuntimeHelpers.GetHashCode(text);
        ref var slot = ref Latest[hash & (SlotCount - 1)];
        if (text.Length >= MaxCachedLength) slot = ref LatestLong[hash & (LongSlotCount - 1)];
        if (slot is { } known && ReferenceEquals(known.Text, text) && known._type == type) return known;
        var found = Find(text, type);
        if (text.Length < MaxLong) slot = found; // generated texts can have megabytes
        return found;
    }

    /// <summary>The rows that the statement skips before it returns some; null if the text doesn't tell.</summary>
    public long? GetSkippedRows(NpgsqlParameterCollection parameters)
        => _skipped is null ? 0 : _skipped.Read(parameters);

    /// <summary>The most rows that its subqueries lock if the statement writes, so that it is not explained. Null if
    /// the text doesn't tell.</summary>
    public long? GetHiddenLocks(NpgsqlParameterCollection parameters)
        => _lockLimits is null ? 0 : _lockLimits.Read(parameters);

    /// <inheritdoc cref="SessionChangeFinder.Read"/>
    public SessionChange GetSessionChange(NpgsqlParameterCollection? parameters) => _sessionChange.Read(parameters);

    private static SqlText Find(string text, CommandType type)
    {
        if (Cache.TryGetValue((text, type), out var known)) return known;
        var created = new SqlText(text, type);
        if (Cache.Count < MaxCached && text.Length < MaxCachedLength) Cache.TryAdd((text, type), created);
        return created;
    }
}
