using System.Text;

namespace PyConDemo.Checklist.Sql;

/// <summary>
/// One pass over one SQL text: comments and spare white space go, values too. Knows PostgreSQL's lexis, not its
/// grammar.
/// </summary>
/// <param name="sql">The text.</param>
/// <param name="keepNumbers">Whether numbers and parameters stay as they are, to be read as values.</param>
internal sealed class SqlNormalizer(string sql, bool keepNumbers = false)
{
    // A shape is a key and a line to read: nobody reads further, and generated SQL can be megabytes.
    private const int MaxLength = 8 * 1024;
    private readonly StringBuilder _shape = new();
    private int _at;

    public string Run()
    {
        while (_at < sql.Length && _shape.Length < MaxLength) Step();
        if (_at < sql.Length) _shape.Append('…');
        return _shape.ToString().TrimEnd(' ', ';');
    }

    private char Here => sql[_at];
    private char Next => _at + 1 < sql.Length ? sql[_at + 1] : '\0';

    private void Step()
    {
        var start = _at;
        if (char.IsWhiteSpace(Here)) { _at++; Space(); }
        else if (Here == '-' && Next == '-') { _at = End("\n"); Space(); }
        else if (Here == '/' && Next == '*') { Comment(); Space(); }
        else if (Here == '\'') { Quoted('\'', escapes: false); Value(); }
        else if (Here is 'e' or 'E' && Next == '\'') { _at++; Quoted('\'', escapes: true); Value(); }
        else if (Here is 'b' or 'B' or 'x' or 'X' or 'n' or 'N' && Next == '\'') { _at++; Quoted('\'', escapes: false); Value(); }
        else if (Here == '"') { Quoted('"', escapes: false); Append(start); }
        else if (Here == '$' && DollarTag() is { } tag) { _at += tag.Length; _at = End(tag); Value(); }
        else if (Here is '$' or '@' && IsWord(Next)) { _at++; Word(); Number(start); }
        else if (Here == ':' && (char.IsLetter(Next) || Next == '_') && (_at == 0 || sql[_at - 1] != ':')) { _at++; Word(); Number(start); }
        else if (char.IsAsciiDigit(Here) || (Here == '.' && char.IsAsciiDigit(Next))) { Digits(); Number(start); }
        else if (IsWord(Here)) { Word(); Append(start); }
        else { _at++; Append(start); }
    }

    private void Append(int start) => _shape.Append(sql, start, _at - start);

    private void Number(int start)
    {
        if (keepNumbers) Append(start);
        else Value();
    }

    private void Space()
    {
        if (_shape.Length > 0 && _shape[^1] is not (' ' or '(')) _shape.Append(' ');
    }

    // `IN (1, 2)` and `IN (1, 2, 3)` are one shape, and so are inserts of two and of three rows.
    private void Value()
    {
        if (EndsWith(", …, ") || EndsWith(", …,"))
        {
            Cut(EndsWith(" ") ? 2 : 1);
        }
        else if (EndsWith("?, ") || EndsWith("?,")) { Cut(EndsWith(" ") ? 2 : 1); _shape.Append(", …"); }
        else
        {
            _shape.Append('?');
        }
    }

    private bool EndsWith(string end)
    {
        if (_shape.Length < end.Length) return false;
        for (var i = 1; i <= end.Length; i++)
            if (_shape[^i] != end[^i]) return false;
        return true;
    }

    private void Cut(int length) => _shape.Length -= length;

    private void Quoted(char quote, bool escapes)
    {
        for (_at++; _at < sql.Length; _at++)
        {
            if (escapes && Here == '\\') _at++;
            else if (Here == quote && Next == quote) _at++;
            else if (Here == quote) break;
        }
        _at = Math.Min(_at + 1, sql.Length);
    }

    private void Comment()
    {
        var depth = 0; // PostgreSQL's comments nest
        do
        {
            if (Here == '/' && Next == '*') { depth++; _at += 2; }
            else if (Here == '*' && Next == '/') { depth--; _at += 2; }
            else
            {
                _at++;
            }
        } while (depth > 0 && _at < sql.Length);
    }

    private int End(string mark)
        => sql.IndexOf(mark, _at, StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : sql.Length;

    // $$ or $tag$; not $1.
    private string? DollarTag()
    {
        var end = _at + 1;
        while (end < sql.Length && IsWord(sql[end])) end++;
        return end < sql.Length && sql[end] == '$' && !char.IsAsciiDigit(Next) ? sql[_at..(end + 1)] : null;
    }

    private void Word()
    {
        while (_at < sql.Length && IsWord(Here)) _at++;
    }

    private void Digits()
    {
        while (_at < sql.Length && (IsWord(Here) || Here == '.')) _at++;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
