using System.Text;

namespace PyConDemo.Checklist.Sql;

/// <summary>Removes comments, extra white space and values. It knows PostgreSQL's tokens, not its grammar.</summary>
/// <param name="keepNumbers">True to keep numbers and parameters, so that their values can be read.</param>
/// <param name="maxLength">The result ends with "…" if it would be longer than this.</param>
internal sealed class SqlNormalizer(string sql, bool keepNumbers = false, int maxLength = SqlNormalizer.MaxShape)
{
    // People read shapes, and nobody reads further than this. Generated SQL can have megabytes.
    private const int MaxShape = 8 * 1024;
    private readonly StringBuilder _shape = new();
    private int _at;

    private enum Token { Text, Space, Value, Number }

    private char Here => sql[_at];
    private char Next => _at + 1 < sql.Length ? sql[_at + 1] : '\0';

    public string Run()
    {
        while (_at < sql.Length && _shape.Length < maxLength)
        {
            var (token, end) = Read();
            if (token == Token.Space) AppendSpace();
            else if (token == Token.Value || (token == Token.Number && !keepNumbers)) AppendValue();
            else _shape.Append(sql, _at, end - _at);
            _at = end;
        }

        if (_at < sql.Length) _shape.Append('…');
        return _shape.ToString().TrimEnd(' ', ';');
    }

    private (Token, int End) Read() => Here switch
    {
        '-' when Next == '-' => (Token.Space, EndOf("\n", _at)),
        '/' when Next == '*' => (Token.Space, EndOfComment()),
        '\'' => (Token.Value, EndOfQuoted(_at)),
        'e' or 'E' when Next == '\'' => (Token.Value, EndOfQuoted(_at + 1, escapes: true)),
        // Bit strings, hexadecimal strings and national strings.
        'b' or 'B' or 'x' or 'X' or 'n' or 'N' when Next == '\'' => (Token.Value, EndOfQuoted(_at + 1)),
        '"' => (Token.Text, EndOfQuoted(_at)),
        '$' when DollarTag() is { } tag => (Token.Value, EndOf(tag, _at + tag.Length)),
        '$' or '@' when IsWord(Next) => (Token.Number, EndOfWord(_at + 1)),
        // :name, but not the cast ::type.
        ':' when (char.IsLetter(Next) || Next == '_') && (_at == 0 || sql[_at - 1] != ':')
            => (Token.Number, EndOfWord(_at + 1)),
        '.' when char.IsAsciiDigit(Next) => (Token.Number, EndOfWord(_at, isNumber: true)),
        var c when char.IsAsciiDigit(c) => (Token.Number, EndOfWord(_at, isNumber: true)),
        var c when IsWord(c) => (Token.Text, EndOfWord(_at)),
        var c => (char.IsWhiteSpace(c) ? Token.Space : Token.Text, _at + 1),
    };

    private void AppendSpace()
    {
        if (_shape.Length > 0 && _shape[^1] is not (' ' or '(')) _shape.Append(' ');
    }

    // `IN (1, 2)` and `IN (1, 2, 3)` have one shape, and so have inserts of two and of three rows.
    private void AppendValue()
    {
        var further = EndsWith(", …, ") || EndsWith(", …,");
        var second = EndsWith("?, ") || EndsWith("?,");
        if (further || second) _shape.Length -= EndsWith(" ") ? 2 : 1; // removes the comma
        if (!further) _shape.Append(second ? ", …" : "?");
    }

    private bool EndsWith(string end)
    {
        if (_shape.Length < end.Length) return false;
        for (var i = 1; i <= end.Length; i++)
            if (_shape[^i] != end[^i]) return false;
        return true;
    }

    private int EndOf(string mark, int from)
        => sql.IndexOf(mark, from, StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : sql.Length;

    // A doubled quote is part of the text.
    private int EndOfQuoted(int start, bool escapes = false)
    {
        var quote = sql[start];
        var at = start + 1;
        for (; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\') at++;
            else if (sql[at] == quote && at + 1 < sql.Length && sql[at + 1] == quote) at++;
            else if (sql[at] == quote) break;
        }
        return Math.Min(at + 1, sql.Length);
    }

    // PostgreSQL's comments nest.
    private int EndOfComment()
    {
        var (at, depth) = (_at + 2, 1);
        while (depth > 0 && at < sql.Length)
        {
            var two = sql.AsSpan(at, Math.Min(2, sql.Length - at));
            if (two is "/*") depth++;
            else if (two is "*/") depth--;
            at += two is "/*" or "*/" ? 2 : 1;
        }
        return at;
    }

    private int EndOfWord(int at, bool isNumber = false)
    {
        while (at < sql.Length && (IsWord(sql[at]) || (isNumber && sql[at] == '.'))) at++;
        return at;
    }

    // $$ or $tag$, but not $1.
    private string? DollarTag()
    {
        var end = EndOfWord(_at + 1);
        return end < sql.Length && sql[end] == '$' && !char.IsAsciiDigit(Next) ? sql[_at..(end + 1)] : null;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
