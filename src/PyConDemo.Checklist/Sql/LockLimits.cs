namespace PyConDemo.Checklist.Sql;

/// <summary>Reads how many rows a statement's CTEs and subqueries may lock: the number after the LIMIT that stands
/// beside FOR UPDATE or FOR SHARE. Thread-safe.</summary>
internal sealed class LockLimits
{
    private const int None = -1;
    private static readonly string[] Modes = ["UPDATE", "SHARE", "NO", "KEY"];

    private readonly SqlTokens _tokens;
    private readonly List<int> _expressions = []; // where each LIMIT's number begins, or None

    public LockLimits(string sql)
    {
        _tokens = new(sql);
        var queries = new Stack<(int Limit, bool Locks)>();
        for (var at = 0; at < _tokens.Count; at++)
        {
            if (_tokens.Is(at, "(")) queries.Push((None, false));
            else if (!queries.TryPop(out var query)) continue;
            else if (!_tokens.Is(at, ")")) queries.Push(Read(query, at));
            else if (query.Locks) _expressions.Add(query.Limit);
        }
    }

    /// <summary>The largest number; null if one has no LIMIT, or its number can't be told.</summary>
    public long? Read(NpgsqlParameterCollection parameters)
    {
        var most = 0L;
        foreach (var at in _expressions)
        {
            // LIMIT NULL is no limit.
            var limit = at == None ? null : _tokens.ReadNumber(at, parameters);
            if (limit is not { } rows || rows <= 0) return null;
            most = Math.Max(most, (long)Math.Min(rows, long.MaxValue / 2));
        }
        return most;
    }

    private (int Limit, bool Locks) Read((int Limit, bool Locks) query, int at)
    {
        if (_tokens.Is(at, "LIMIT")) return (at + 1, query.Locks);
        if (_tokens.Is(at, "FETCH")) return (at + 2, query.Locks); // FETCH FIRST 50 ROWS ONLY
        return (query.Limit, query.Locks || (_tokens.Is(at, "FOR") && Modes.Any(mode => _tokens.Is(at + 1, mode))));
    }
}
