using System.Buffers;

namespace PyConDemo.Checklist.Sql;

/// <summary>Splits SQL into tokens, by the rules of PostgreSQL and, for parameters, of Npgsql.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-syntax-lexical.html. A text that ends inside a literal or a
/// comment gives a last token up to its end.</remarks>
internal struct SqlLexer(string sql)
{
    private static readonly SearchValues<char> OperatorChars = SearchValues.Create("+-*/<>=~!@#%^&|`?");

    // An operator may end in + or - only if it contains one of these. So `=-1` is an operator and a number.
    private static readonly SearchValues<char> SpecialChars = SearchValues.Create("~!@#%^&|`?");

    private int _at;

    public bool TryRead(out SqlToken token)
    {
        var start = _at;
        while (start < sql.Length && char.IsWhiteSpace(sql[start])) start++;
        if (start == sql.Length)
        {
            token = default;
            return false;
        }
        var (kind, end) = Read(start);
        token = new(kind, start, end - start, AfterSpace: start > _at);
        _at = end;
        return true;
    }

    private readonly (SqlTokenKind, int End) Read(int at)
    {
        var next = At(at + 1);
        return sql[at] switch
        {
            '-' when next == '-' => (SqlTokenKind.Comment, EndOf("\n", at)),
            '/' when next == '*' => (SqlTokenKind.Comment, EndOfComment(at)),
            '\'' => (SqlTokenKind.Text, EndOfQuoted(at)),
            'e' or 'E' when next == '\'' => (SqlTokenKind.Text, EndOfQuoted(at + 1, escapes: true)),
            // These letters begin bit strings, hexadecimal strings and national strings.
            'b' or 'B' or 'x' or 'X' or 'n' or 'N' when next == '\'' => (SqlTokenKind.Text, EndOfQuoted(at + 1)),
            'u' or 'U' when next == '&' && At(at + 2) == '\'' => (SqlTokenKind.Text, EndOfQuoted(at + 2)),
            'u' or 'U' when next == '&' && At(at + 2) == '"' => (SqlTokenKind.Name, EndOfQuoted(at + 2)),
            '"' => (SqlTokenKind.Name, EndOfQuoted(at)),
            '$' when DollarTag(at) is { } tag => (SqlTokenKind.Text, EndOf(tag, at + tag.Length)),
            '$' when char.IsAsciiDigit(next) => (SqlTokenKind.Parameter, EndOfWord(at + 1)),
            '@' or ':' when IsParameter(at) => (SqlTokenKind.Parameter, EndOfWord(at + 1)),
            ':' => (SqlTokenKind.Symbol, at + (next is ':' or '=' ? 2 : 1)),
            '.' when char.IsAsciiDigit(next) => (SqlTokenKind.Number, EndOfNumber(at)),
            var c when char.IsAsciiDigit(c) => (SqlTokenKind.Number, EndOfNumber(at)),
            var c when IsWord(c) => (SqlTokenKind.Word, EndOfWord(at)),
            var c when OperatorChars.Contains(c) => (SqlTokenKind.Symbol, EndOfOperator(at)),
            _ => (SqlTokenKind.Symbol, at + 1),
        };
    }

    private readonly char At(int at) => at < sql.Length ? sql[at] : '\0';

    // The cast `::type` and the operator `@@` are no parameters.
    private readonly bool IsParameter(int at)
    {
        var next = At(at + 1);
        if (at > 0 && sql[at - 1] == sql[at]) return false;
        return char.IsLetter(next) || next == '_' || (sql[at] == '@' && char.IsAsciiDigit(next));
    }

    private readonly int EndOf(string mark, int from)
        => sql.IndexOf(mark, from, StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : sql.Length;

    // A doubled quote is part of the text.
    private readonly int EndOfQuoted(int start, bool escapes = false)
    {
        var quote = sql[start];
        var at = start + 1;
        for (; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\') at++;
            else if (sql[at] == quote && At(at + 1) == quote) at++;
            else if (sql[at] == quote) break;
        }
        return Math.Min(at + 1, sql.Length);
    }

    // PostgreSQL's comments nest.
    private readonly int EndOfComment(int start)
    {
        var (at, depth) = (start + 2, 1);
        while (depth > 0 && at < sql.Length)
        {
            var two = sql.AsSpan(at, Math.Min(2, sql.Length - at));
            if (two is "/*") depth++;
            else if (two is "*/") depth--;
            at += two is "/*" or "*/" ? 2 : 1;
        }
        return at;
    }

    private readonly int EndOfWord(int at)
    {
        while (at < sql.Length && (IsWord(sql[at]) || sql[at] == '$')) at++;
        return at;
    }

    // A number has digits, and can have a fraction, an exponent with a sign, or a prefix such as 0x.
    private readonly int EndOfNumber(int at)
    {
        var isDecimal = At(at + 1) is not ('x' or 'X');
        for (; at < sql.Length; at++)
        {
            var isSign = isDecimal && sql[at] is '+' or '-' && sql[at - 1] is 'e' or 'E';
            if (!IsWord(sql[at]) && sql[at] != '.' && !isSign) break;
        }
        return at;
    }

    private readonly int EndOfOperator(int start)
    {
        var end = start + 1;
        for (; end < sql.Length && OperatorChars.Contains(sql[end]); end++)
        {
            if (sql.AsSpan(end).StartsWith("--") || sql.AsSpan(end).StartsWith("/*")) break;
            if (sql[end] == '@' && IsParameter(end)) break;
        }
        if (sql.AsSpan(start, end - start).ContainsAny(SpecialChars)) return end;
        while (end > start + 1 && sql[end - 1] is '+' or '-') end--;
        return end;
    }

    // A tag is `$$` or `$tag$`. `$1` is a parameter.
    private readonly string? DollarTag(int at)
    {
        if (char.IsAsciiDigit(At(at + 1))) return null;
        var end = at + 1;
        while (end < sql.Length && IsWord(sql[end])) end++;
        return At(end) == '$' ? sql[at..(end + 1)] : null;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
