namespace PyConDemo.Checklist.Sql;

/// <summary>A place in a statement where a value stands: a literal, a parameter, or a list of them.</summary>
internal sealed class SqlPlace
{
    /// <summary>The values' names as they are in the text, such as `@id` or `$1`; a literal is not in it.</summary>
    public List<string> Parameters { get; } = [];

    /// <summary>A hash of the literals; 0 if there are none.</summary>
    public int Literals { get; private set; }

    /// <summary>The number of literals and parameters. A parameter can hold a list itself.</summary>
    public int Items { get; private set; }

    /// <summary>True if the statement reads the values as a set of rows: `IN (…)`, `ANY (…)`, `unnest(…)`.</summary>
    public bool IsList { get; set; }

    public bool HasOnlyLiterals => Parameters.Count == 0;

    /// <summary>Adds the values that the same statement has when it is repeated in the text.</summary>
    public void Add(SqlPlace other)
    {
        Parameters.AddRange(other.Parameters);
        Literals = HashCode.Combine(Literals, other.Literals);
        Items += other.Items;
    }

    public void Add(SqlToken token, string sql, bool isNegative = false)
    {
        Items++;
        if (token.Kind == SqlTokenKind.Parameter) Parameters.Add(token.In(sql).ToString());
        else Literals = HashCode.Combine(Literals, string.GetHashCode(token.In(sql)), isNegative);
    }
}
