namespace PyConDemo.Checklist.Sql;

/// <summary>Reads how many rows a statement skips: after OFFSET, below a row number, or with a cursor. Thread-safe.
/// </summary>
internal sealed class SkippedRows
{
    private readonly SqlTokens _tokens;

    // Where an expression begins, and what is added to its value: `rn > 10` skips ten rows, `rn >= 10` skips nine.
    private readonly List<(int At, int Add)> _expressions = [];

    public SkippedRows(string sql)
    {
        _tokens = new(sql);
        for (var at = 0; at < _tokens.Count; at++)
        {
            if (Is(at, "OFFSET") && !Is(at - 1, "AS") && !Is(at - 1, ".")) _expressions.Add((at + 1, 0));
            if (Is(at, "ROW_NUMBER")) AddLowerBounds(AliasAfter(at));
        }
        if (Is(0, "MOVE") || Is(0, "FETCH")) AddCursor();
    }

    /// <summary>The largest number; 0 if the statement skips nothing, and null if a number can't be told.</summary>
    public long? Read(NpgsqlParameterCollection parameters)
    {
        var most = 0L;
        foreach (var (at, add) in _expressions)
        {
            if (_tokens.ReadNumber(at, parameters) is not { } rows) return null;
            most = Math.Max(most, (long)Math.Clamp(rows + add, 0, long.MaxValue / 2));
        }
        return most;
    }

    private bool Is(int at, string text) => _tokens.Is(at, text);

    private string Name(int at) => _tokens.NameAt(at);

    // `ROW_NUMBER() OVER (…) AS rn`, or `OVER window_name rn`.
    private string AliasAfter(int at)
    {
        while (at < _tokens.Count && !Is(at, "OVER")) at++;
        at++;
        var depth = 0;
        do
        {
            if (Is(at, "(")) depth++;
            else if (Is(at, ")")) depth--;
            at++;
        }
        while (depth > 0 && at < _tokens.Count);
        return Name(Is(at, "AS") ? at + 1 : at);
    }

    private void AddLowerBounds(string alias)
    {
        for (var at = 0; alias.Length > 0 && at < _tokens.Count; at++)
        {
            if (!Name(at).Equals(alias, StringComparison.OrdinalIgnoreCase)) continue;
            if (Is(at + 1, ">")) _expressions.Add((at + 2, 0));
            else if (Is(at + 1, ">=") || Is(at + 1, "BETWEEN")) _expressions.Add((at + 2, -1));
            var before = Is(at - 1, ".") ? at - 3 : at - 1; // `@first < page.rn`
            if (Is(before, "<")) _expressions.Add((before - 1, 0));
            else if (Is(before, "<=")) _expressions.Add((before - 1, -1));
        }
    }

    // `MOVE FORWARD 10000 FROM c`, `MOVE ABSOLUTE 10000 IN c` and `FETCH ABSOLUTE 10001 FROM c`.
    private void AddCursor()
    {
        var isMove = Is(0, "MOVE");
        var at = Is(1, "FORWARD") || Is(1, "ABSOLUTE") || Is(1, "RELATIVE") ? 2 : 1;
        if (!isMove && !Is(1, "ABSOLUTE") && !Is(1, "RELATIVE")) return;
        if (at < _tokens.Count && _tokens[at].IsValue) _expressions.Add((at, isMove ? 0 : -1));
    }
}
