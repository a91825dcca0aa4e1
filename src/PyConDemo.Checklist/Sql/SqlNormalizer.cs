using System.Text;

namespace PyConDemo.Checklist.Sql;

/// <summary>Removes comments, extra white space and values from one SQL text, in one pass. It knows PostgreSQL's
/// tokens, not its grammar.</summary>
/// <param name="sql">The text.</param>
/// <param name="keepNumbers">True to keep numbers and parameters, so that their values can be read.</param>
internal sealed class SqlNormalizer(string sql, bool keepNumbers = false)
{
    // People read shapes, and nobody reads further than this. Generated SQL can have megabytes.
    private const int MaxLength = 8 * 1024;
    private readonly StringBuilder _shape = new();
    private int _at;

    private enum Token
    {
        Text,
        Space,
        Value,
        Number,
    }

    private char Here => sql[_at];
    private char Next => _at + 1 < sql.Length ? sql[_at + 1] : '\0';

    public string Run()
    {
        while (_at < sql.Length && _shape.Length < MaxLength)
        {
            var start = _at;
            var token = Read();
            if (token == Token.Space) AppendSpace();
            else if (token == Token.Value || (token == Token.Number && !keepNumbers)) AppendValue();
            else _shape.Append(sql, start, _at - start);
        }

        if (_at < sql.Length) _shape.Append('…');
        return _shape.ToString().TrimEnd(' ', ';');
    }

    private Token Read()
    {
        if (char.IsWhiteSpace(Here)) return Skip(_at + 1, Token.Space);
        if (Here == '-' && Next == '-') return Skip(EndOf("\n", _at), Token.Space);
        if (Here == '/' && Next == '*') return Skip(EndOfComment(), Token.Space);
        if (Here == '\'') return Skip(EndOfQuoted(_at, escapes: false), Token.Value);
        if (Here is 'e' or 'E' && Next == '\'') return Skip(EndOfQuoted(_at + 1, escapes: true), Token.Value);
        if (IsStringPrefix(Here) && Next == '\'') return Skip(EndOfQuoted(_at + 1, escapes: false), Token.Value);
        if (Here == '"') return Skip(EndOfQuoted(_at, escapes: false), Token.Text);
        if (Here == '$' && DollarTag() is { } tag) return Skip(EndOf(tag, _at + tag.Length), Token.Value);
        if (Here is '$' or '@' && IsWord(Next)) return Skip(EndOfWord(_at + 1), Token.Number);
        if (IsNamedParameter()) return Skip(EndOfWord(_at + 1), Token.Number);
        if (IsNumber()) return Skip(EndOfNumber(), Token.Number);
        if (IsWord(Here)) return Skip(EndOfWord(_at), Token.Text);
        return Skip(_at + 1, Token.Text);
    }

    private Token Skip(int end, Token token)
    {
        _at = end;
        return token;
    }

    private void AppendSpace()
    {
        if (_shape.Length > 0 && _shape[^1] is not (' ' or '(')) _shape.Append(' ');
    }

    // `IN (1, 2)` and `IN (1, 2, 3)` have one shape, and so have inserts of two and of three rows.
    private void AppendValue()
    {
        if (EndsWith(", …, ") || EndsWith(", …,"))
        {
            RemoveLastComma();
        }
        else if (EndsWith("?, ") || EndsWith("?,"))
        {
            RemoveLastComma();
            _shape.Append(", …");
        }
        else
        {
            _shape.Append('?');
        }
    }

    private void RemoveLastComma() => _shape.Length -= EndsWith(" ") ? 2 : 1;

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
    private int EndOfQuoted(int start, bool escapes)
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

    private int EndOfWord(int at)
    {
        while (at < sql.Length && IsWord(sql[at])) at++;
        return at;
    }

    private int EndOfNumber()
    {
        var at = _at;
        while (at < sql.Length && (IsWord(sql[at]) || sql[at] == '.')) at++;
        return at;
    }

    // $$ or $tag$, but not $1.
    private string? DollarTag()
    {
        var end = EndOfWord(_at + 1);
        return end < sql.Length && sql[end] == '$' && !char.IsAsciiDigit(Next) ? sql[_at..(end + 1)] : null;
    }

    // :name, but not the cast ::type.
    private bool IsNamedParameter()
        => Here == ':' && (char.IsLetter(Next) || Next == '_') && (_at == 0 || sql[_at - 1] != ':');

    private bool IsNumber() => char.IsAsciiDigit(Here) || (Here == '.' && char.IsAsciiDigit(Next));

    // Bit strings, hexadecimal strings and national strings: b'…', x'…', n'…'.
    private static bool IsStringPrefix(char c) => c is 'b' or 'B' or 'x' or 'X' or 'n' or 'N';

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
