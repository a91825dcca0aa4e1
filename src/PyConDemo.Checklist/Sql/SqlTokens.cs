namespace PyConDemo.Checklist.Sql;

/// <summary>All tokens of a text but its comments. Immutable.</summary>
internal sealed class SqlTokens
{
    private readonly string _sql;
    private readonly List<SqlToken> _tokens = [];

    public SqlTokens(string sql)
    {
        _sql = sql;
        for (var lexer = new SqlLexer(sql); lexer.TryRead(out var token);)
            if (token.Kind != SqlTokenKind.Comment) _tokens.Add(token);
    }

    public int Count => _tokens.Count;

    public SqlToken this[int at] => _tokens[at];

    /// <summary>True for this keyword or symbol, and false outside of the text.</summary>
    public bool Is(int at, string text)
        => at >= 0 && at < Count && _tokens[at].Kind != SqlTokenKind.Name && _tokens[at].Is(_sql, text);

    /// <summary>The name at this place; empty if there is none.</summary>
    public string NameAt(int at)
        => at < Count && _tokens[at].Kind is SqlTokenKind.Word or SqlTokenKind.Name
            ? _tokens[at].In(_sql).Trim('"').ToString()
            : "";

    /// <summary>The value of the expression that begins here; null if it can't be read.</summary>
    public decimal? ReadNumber(int at, NpgsqlParameterCollection parameters)
        => new SqlExpression(_sql, _tokens, at, parameters).Read();
}
