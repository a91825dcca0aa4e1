using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>Evaluates the number after OFFSET: a value, or arithmetic such as `(@page - 1) * @size`.</summary>
internal sealed partial class OffsetExpression(string text, NpgsqlParameterCollection parameters)
{
    private readonly string[] _tokens = [.. Token().Matches(text).Select(m => m.Value)];
    private int _at;

    /// <summary>The statement's largest OFFSET; 0 if none can be evaluated.</summary>
    public static long Evaluate(string sql, NpgsqlParameterCollection parameters)
    {
        var bare = SqlShape.QuotedName().Replace(new SqlNormalizer(sql, keepNumbers: true).Run(), "\"\"");
        return Offset().Matches(bare).Select(m => bare[(m.Index + m.Length)..])
            .Max(text => (long?)new OffsetExpression(text, parameters).Value()) ?? 0;
    }

    private long Value()
    {
        try
        {
            return checked((long)Math.Clamp(Sum() ?? 0, 0, long.MaxValue / 2));
        }
        catch (OverflowException)
        {
            return 0;
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
        var product = Atom();
        while (Accept("*")) product *= Atom();
        return product;
    }

    private decimal? Atom()
    {
        if (Accept("("))
        {
            var inner = Sum();
            return Accept(")") ? Cast(inner) : null;
        }
        if (_at >= _tokens.Length) return null;
        var token = _tokens[_at++];
        var isNumber = char.IsAsciiDigit(token[0]);
        return Cast(isNumber ? decimal.Parse(token, CultureInfo.InvariantCulture) : Parameter(token));
    }

    private decimal? Cast(decimal? value)
    {
        if (Accept("::")) _at++;
        return value;
    }

    private decimal? Parameter(string token)
    {
        if (token[0] is not ('$' or '@' or ':')) return null;
        var parameter = int.TryParse(token[1..], CultureInfo.InvariantCulture, out var position) && token[0] == '$'
            ? parameters.ElementAtOrDefault(position - 1)
            : parameters.FirstOrDefault(p => p.ParameterName.TrimStart('@', ':') == token[1..]);
        return parameter?.Value is IConvertible value and not string
            ? Convert.ToDecimal(value, CultureInfo.InvariantCulture)
            : null;
    }

    private bool Accept(string token)
    {
        if (_at >= _tokens.Length || _tokens[_at] != token) return false;
        _at++;
        return true;
    }

    [GeneratedRegex(@"\bOFFSET\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    [GeneratedRegex(@"::|[$@:]\w+|\d+|\w+|\S", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
