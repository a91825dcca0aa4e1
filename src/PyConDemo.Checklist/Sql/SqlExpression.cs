namespace PyConDemo.Checklist.Sql;

/// <summary>Evaluates a number in SQL: a value, arithmetic such as `(@page - 1) * @size`, or a function such as
/// `COALESCE(@skip, 0)`.</summary>
internal ref struct SqlExpression(string sql, List<SqlToken> tokens, int at, NpgsqlParameterCollection parameters)
{
    // What may follow the expression. Anything else is a part of it that can't be read.
    private static readonly string[] Ends =
    [
        ")", ";", "ROW", "ROWS", "LIMIT", "OFFSET", "FETCH", "FOR", "AND", "OR", "FROM", "IN", "UNION", "ORDER",
        "<", "<=",
    ];

    private int _at = at;
    private bool _failed;

    /// <summary>The value; 0 for NULL, as OFFSET takes it. Null if it can't be read.</summary>
    public decimal? Read()
    {
        try
        {
            var value = Sum();
            return _failed || !IsEnd() ? null : value ?? 0;
        }
        catch (Exception error) when (error is OverflowException or DivideByZeroException or FormatException)
        {
            return null;
        }
    }

    private decimal? Sum()
    {
        for (var sum = Product(); ;)
        {
            if (Accept("+")) sum += Product();
            else if (Accept("-")) sum -= Product();
            else return sum;
        }
    }

    private decimal? Product()
    {
        for (var product = Factor(); ;)
        {
            if (Accept("*")) product *= Factor();
            else if (Accept("/")) product = Divide(product, Factor());
            else if (Accept("%")) product %= Factor();
            else return product;
        }
    }

    // Integers divide as integers.
    private static decimal? Divide(decimal? by, decimal? divisor)
    {
        var result = by / divisor;
        return by == decimal.Truncate(by ?? 0) && divisor == decimal.Truncate(divisor ?? 0)
            ? decimal.Truncate(result ?? 0)
            : result;
    }

    private decimal? Factor()
    {
        if (Accept("-")) return -Factor();
        if (Accept("+")) return Factor();
        var value = Atom();
        while (Accept("::")) SkipType();
        return value;
    }

    private decimal? Atom()
    {
        if (_at >= tokens.Count) return Fail();
        var token = tokens[_at++];
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return decimal.Parse(token.In(sql), NumberStyles.Float, CultureInfo.InvariantCulture);
            case SqlTokenKind.Text:
                return Number(token.In(sql).Trim('\'').ToString());
            case SqlTokenKind.Parameter:
                return Parameter(token);
            case SqlTokenKind.Symbol when token.Is(sql, "("):
                var inner = Sum();
                return Accept(")") ? inner : Fail();
            case SqlTokenKind.Word when token.Is(sql, "NULL"):
                return null;
            case SqlTokenKind.Word when Accept("("):
                return Call(token.In(sql).ToString().ToUpperInvariant());
            default:
                return Fail();
        }
    }

    private decimal? Call(string function)
    {
        var values = new List<decimal?>();
        do values.Add(Sum());
        while (Accept(","));
        if (function == "CAST" && Accept("AS")) SkipType();
        if (!Accept(")")) return Fail();
        var (first, second) = (values[0], values.ElementAtOrDefault(1));
        return function switch
        {
            "COALESCE" => values.FirstOrDefault(v => v is not null),
            "GREATEST" => values.Max(), // both ignore NULL
            "LEAST" => values.Min(),
            "NULLIF" => first == second ? null : first,
            "ABS" => first is { } number ? Math.Abs(number) : null,
            "FLOOR" => first is { } number ? Math.Floor(number) : null,
            "CEIL" or "CEILING" => first is { } number ? Math.Ceiling(number) : null,
            "ROUND" when values.Count == 1 => first is { } number ? Math.Round(number) : null,
            "TRUNC" when values.Count == 1 => first is { } number ? decimal.Truncate(number) : null,
            "DIV" => Divide(first, second),
            "MOD" => first % second,
            "CAST" or "INT4" or "INT8" or "INTEGER" or "BIGINT" => first,
            _ => Fail(),
        };
    }

    private void SkipType()
    {
        _at++;
        if (!Accept("(")) return;
        while (_at < tokens.Count && !Accept(")")) _at++;
    }

    private decimal? Parameter(SqlToken token)
        => SqlParameters.Find(token.In(sql), parameters) is { } parameter ? Number(parameter.Value) : Fail();

    private decimal? Number(object? value) => value switch
    {
        null or DBNull => null,
        string text => decimal.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : Fail(),
        IConvertible number and not (bool or char or DateTime)
            => Convert.ToDecimal(number, CultureInfo.InvariantCulture),
        _ => Fail(),
    };

    private decimal? Fail()
    {
        _failed = true;
        return null;
    }

    private readonly bool IsEnd()
    {
        if (_at >= tokens.Count) return true;
        foreach (var end in Ends)
            if (Is(end)) return true;
        return false;
    }

    private readonly bool Is(string text) => tokens[_at].Is(sql, text);

    private bool Accept(string text)
    {
        if (_at >= tokens.Count || !Is(text)) return false;
        _at++;
        return true;
    }
}
