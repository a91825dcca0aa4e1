namespace PyConDemo.Checklist.Sql;

/// <summary>The kinds of PostgreSQL's tokens, as far as the checklist distinguishes them.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword, or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    Name,

    /// <summary>A string literal of any kind.</summary>
    Text,

    Number,

    /// <summary>`@name`, `:name` or `$1`.</summary>
    Parameter,

    /// <summary>An operator, a parenthesis, a comma and the like.</summary>
    Symbol,

    Comment,
}

/// <summary>One token and its place in the text.</summary>
/// <param name="AfterSpace">True if white space is in front of it.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length, bool AfterSpace)
{
    public bool IsValue => Kind is SqlTokenKind.Text or SqlTokenKind.Number or SqlTokenKind.Parameter;
    public int End => Start + Length;

    public ReadOnlySpan<char> In(string sql) => sql.AsSpan(Start, Length);

    /// <summary>Compares without regard to case, as PostgreSQL compares keywords.</summary>
    public bool Is(string sql, string text) => In(sql).Equals(text, StringComparison.OrdinalIgnoreCase);
}
