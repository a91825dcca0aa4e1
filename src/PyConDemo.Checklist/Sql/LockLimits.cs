namespace PyConDemo.Checklist.Sql;

/// <summary>Reads how many rows a statement's CTEs and subqueries may lock: the number after the LIMIT that stands
/// beside FOR UPDATE or FOR SHARE. Thread-safe.</summary>
internal sealed class LockLimits
{
    private const int None = -1;
    private static readonly string[] Modes = ["UPDATE", "SHARE", "NO", "KEY"];

    private readonly SqlTokens _tokens;
    private readonly List<int> _expressions = []; // where each LIMIT's number begins, or None
    private readonly bool _repeats; // a subquery after LATERAL runs for each row of another table

    public LockLimits(string sql)
    {
        _tokens = new(sql);
        var queries = new Stack<(int Limit, bool Locks)>();
        for (var at = 0; at < _tokens.Count; at++)
        {
            _repeats |= _tokens.Is(at, "LATERAL") && _tokens.Is(at + 1, "(");
            if (_tokens.Is(at, "(")) queries.Push((None, false));
            else if (!queries.TryPop(out var query)) continue;
            else if (!_tokens.Is(at, ")")) queries.Push(Read(query, at));
            else if (query.Locks) _expressions.Add(query.Limit);
        }
    }

    /// <summary>The sum of the numbers; null if one has no LIMIT, or can't be told.</summary>
    public long? Read(NpgsqlParameterCollection parameters)
    {
        if (_repeats && _expressions.Count > 0) return null;
        var most = 0L;
        foreach (var at in _expressions)
        {
            // LIMIT NULL is no limit.
            if (ReadLimit(at, parameters) is not { } rows || rows <= 0) return null;
            most += (long)Math.Min(rows, int.MaxValue);
        }
        return most;
    }

    // FETCH FIRST ROW ONLY has no number.
    private decimal? ReadLimit(int at, NpgsqlParameterCollection parameters)
    {
        if (at == None) return null;
        return _tokens.Is(at, "ROW") || _tokens.Is(at, "ROWS") ? 1 : _tokens.ReadNumber(at, parameters);
    }

    private (int Limit, bool Locks) Read((int Limit, bool Locks) query, int at)
    {
        if (_tokens.Is(at, "LIMIT")) return (at + 1, query.Locks);
        if (_tokens.Is(at, "FETCH")) return (at + 2, query.Locks); // FETCH FIRST 50 ROWS ONLY
        if (_tokens.Is(at, "TIES")) return (None, query.Locks); // WITH TIES, there can be any number
        return (query.Limit, query.Locks || (_tokens.Is(at, "FOR") && Modes.Any(mode => _tokens.Is(at + 1, mode))));
    }
}
