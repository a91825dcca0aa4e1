using System.Security.Cryptography;
using System.Text;

namespace PyConDemo.Checklist.Sql;

/// <summary>A statement's shape, and the places of its values.</summary>
/// <param name="Whole">The text without values, comments and extra white space.</param>
/// <param name="Shape">The same as people read it, which is shorter if the text is huge.</param>
/// <param name="IsCut">True if even the whole lacks the end of the text.</param>
/// <param name="Tokens">The shape's tokens.</param>
/// <param name="Places">One per `?` in the shape that stands for values, in their order.</param>
/// <param name="Rows">The largest number of rows after VALUES; 0 without VALUES.</param>
/// <param name="Comment">The line comment that it begins with, such as the text of EF Core's `TagWith`.</param>
internal sealed record NormalizedSql(
    string Whole, string Shape, bool IsCut, IReadOnlyList<ShapeToken> Tokens, IReadOnlyList<SqlPlace> Places, int Rows,
    string? Comment);

/// <summary>One token of a shape.</summary>
/// <param name="Place">The index of its place if it stands for values, otherwise -1.</param>
internal readonly record struct ShapeToken(string Text, SqlTokenKind Kind, bool AfterSpace, int Place = -1)
{
    public bool Is(string text) => Kind != SqlTokenKind.Name && Text.Equals(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Removes comments, extra white space and values. It knows PostgreSQL's tokens, not its grammar.</summary>
/// <remarks>Statements that differ only in their values get one shape, also if the number of values differs:
/// `= 1` and `= -1`; `= '1'::int` and `= 1`; `IN (1)`, `IN (1, 2)` and `= ANY(@ids)`; VALUES of one row and of
/// three; the same statement once and three times in one text.</remarks>
internal sealed class SqlNormalizer(string sql, int maxLength)
{
    // People read shapes, and nobody reads further than this.
    private const int MaxShape = 8 * 1024;

    // What decides about a statement, such as FOR UPDATE, stands at its end. But generated SQL can have megabytes.
    private const int MaxWhole = 64 * 1024;
    private const int NoRows = -1;

    // After one of these, and after a symbol that is no closing parenthesis, a sign belongs to the number behind it.
    private static readonly string[] BeforeNumbers =
        ["SELECT", "AND", "OR", "NOT", "IN", "BETWEEN", "LIMIT", "OFFSET", "THEN", "ELSE", "WHEN", "BY", "RETURNING"];

    private static readonly string[] TypeWords = ["varying", "precision", "with", "without", "time", "zone"];

    private readonly List<ShapeToken> _tokens = [];
    private readonly List<SqlPlace> _places = [];
    private readonly Stack<int> _open = new(); // the indexes of the parentheses that are open
    private (int Tokens, int Places) _start, _previous = (-1, 0); // where this statement begins, and the one before
    private int _length, _rows, _rowsDepth = NoRows, _depth;
    private string? _comment;
    private bool _inModifiers;
    private SqlLexer _lexer = new(sql);

    public static NormalizedSql Run(string sql, int maxLength = MaxWhole) => new SqlNormalizer(sql, maxLength).Run();

    private NormalizedSql Run()
    {
        var (inCast, afterComment) = (false, false);
        while (_length < maxLength && _lexer.TryRead(out var token))
        {
            if (afterComment) token = token with { AfterSpace = true };
            afterComment = token.Kind == SqlTokenKind.Comment;
            if (afterComment)
            {
                AddComment(token);
                continue;
            }
            if (_rowsDepth != NoRows && SkipsRow(token)) continue;
            if (inCast && IsTypeName(token)) continue;
            inCast = token.Is(sql, "::") && EndsWithLiteral();
            if (!inCast) Add(token);
        }
        var isCut = _lexer.TryRead(out _);
        if (!isCut && _start.Tokens > 0) EndsRepeatedStatement();
        var whole = Text();
        return new(whole, Shorten(whole), isCut, _tokens, _places, _rows, _comment);
    }

    private void Add(SqlToken token)
    {
        if (_open.Count == 0 && token.Is(sql, ";") && EndsRepeatedStatement()) return;
        if (token.IsValue) AddValue(token);
        else Append(token.In(sql).ToString(), token.Kind, token.AfterSpace);
        if (token.Kind != SqlTokenKind.Symbol) return;
        if (token.Is(sql, "(") || token.Is(sql, "[")) _open.Push(_tokens.Count - 1);
        else if ((token.Is(sql, ")") || token.Is(sql, "]")) && _open.TryPop(out var open)) Close(open);
    }

    private void AddComment(SqlToken token)
    {
        var text = token.In(sql);
        if (_tokens.Count > 0 || !text.StartsWith("--")) return;
        var line = text[2..].Trim().ToString();
        if (line.Length > 0) _comment ??= line;
    }

    private void AddValue(SqlToken token)
    {
        var isNegative = false;
        var space = token.AfterSpace;
        if (token.Kind == SqlTokenKind.Number && _tokens is [.., var sign] && (sign.Is("-") || sign.Is("+"))
            && IsSign(_tokens.Count - 1))
        {
            (isNegative, space) = (sign.Is("-"), sign.AfterSpace);
            RemoveFrom(_tokens.Count - 1);
        }
        // `?, ?` becomes one place, so that lists of any length have one shape.
        if (_tokens is [.., { Place: >= 0 } first, var comma] && comma.Is(","))
        {
            RemoveFrom(_tokens.Count - 2);
            _places[first.Place].Add(token, sql, isNegative);
            AppendPlace("?, …", first.AfterSpace, first.Place);
            return;
        }
        var place = new SqlPlace();
        place.Add(token, sql, isNegative);
        _places.Add(place);
        AppendPlace("?", space, _places.Count - 1);
    }

    // A parenthesis or a bracket closes. What is in it may be a list.
    private void Close(int open)
    {
        if (open > 0 && _tokens[open - 1].Is("VALUES"))
            (_rowsDepth, _depth, _rows) = (_open.Count, 0, Math.Max(_rows, 1));
        if (_tokens[open + 1] is not { Place: >= 0 } value || open == 0) return;
        var word = _tokens[open - 1];
        if (ReadsList(word)) _places[value.Place].IsList = true;
        if (!IsOnlyCastIn(open + 2)) return;
        var before = open > 1 ? _tokens[open - 2] : default;
        if (word.Is("ARRAY")) ReplaceArray(open - 1, value.Place);
        else if (word.Is("IN")) ReplaceByList(open - 1, "IN", value.Place);
        else if (before.Text == "=" && (word.Is("ANY") || word.Is("SOME"))) ReplaceByList(open - 2, "IN", value.Place);
        else if (before.Text is "<>" or "!=" && word.Is("ALL")) ReplaceByList(open - 2, "NOT IN", value.Place);
    }

    private void ReplaceArray(int from, int place)
    {
        var afterSpace = _tokens[from].AfterSpace;
        RemoveFrom(from);
        AppendPlace("?, …", afterSpace, place);
    }

    private void ReplaceByList(int from, string word, int place)
    {
        _places[place].IsList = true;
        RemoveFrom(from);
        Append(word, SqlTokenKind.Word, afterSpace: true);
        Append("(", SqlTokenKind.Symbol, afterSpace: true);
        AppendPlace("?, …", afterSpace: false, place);
        Append(")", SqlTokenKind.Symbol, afterSpace: false);
    }

    // These functions make rows out of one value.
    private static bool ReadsList(ShapeToken word)
        => word.Is("ANY") || word.Is("ALL") || word.Is("unnest") || word.Is("string_to_array")
            || word.Is("string_to_table") || word.Text.EndsWith("_to_recordset", StringComparison.OrdinalIgnoreCase)
            || word.Text.EndsWith("_populate_recordset", StringComparison.OrdinalIgnoreCase)
            || word.Text.EndsWith("_array_elements", StringComparison.OrdinalIgnoreCase)
            || word.Text.EndsWith("_array_elements_text", StringComparison.OrdinalIgnoreCase);

    // After the first row of VALUES, further rows only count, and their values belong to the last place.
    private bool SkipsRow(SqlToken token)
    {
        var isOpen = token.Is(sql, "(");
        if (_depth == 0 && !isOpen && !token.Is(sql, ","))
        {
            _rowsDepth = NoRows;
            return false;
        }
        if (isOpen && _depth++ == 0) _rows++;
        else if (token.Is(sql, ")")) _depth--;
        else if (token.IsValue && _places.Count > 0) _places[^1].Add(token, sql);
        return true;
    }

    private bool EndsWithLiteral()
        => _tokens is [.., { Place: >= 0 } last] && _places[last.Place].HasOnlyLiterals;

    // `::numeric(10, 2)[]` and `::timestamp with time zone` belong to a literal, just as `::int`.
    private bool IsTypeName(SqlToken token)
    {
        if (_inModifiers || token.Is(sql, "("))
        {
            _inModifiers = !token.Is(sql, ")");
            return true;
        }
        if (token.In(sql) is "[" or "]" or "." || token.Kind == SqlTokenKind.Name) return true;
        if (token.Kind != SqlTokenKind.Word) return false;
        foreach (var word in TypeWords)
            if (token.Is(sql, word)) return true;
        return sql.AsSpan(0, token.Start).TrimEnd() is [.., ':' or '.'];
    }

    private bool IsSign(int index)
    {
        if (index == 0) return true;
        var before = _tokens[index - 1];
        if (before.Kind == SqlTokenKind.Symbol) return !before.Is(")") && !before.Is("]");
        return before.Kind == SqlTokenKind.Word && BeforeNumbers.Any(before.Is);
    }

    private bool IsOnlyCastIn(int from)
        => from == _tokens.Count - 1 || (_tokens[from].Is("::") && !_tokens.Skip(from).Any(t => t.Is(",")));

    private void AppendPlace(string text, bool afterSpace, int place)
        => Append(text, SqlTokenKind.Parameter, afterSpace, place);

    private void Append(string text, SqlTokenKind kind, bool afterSpace, int place = -1)
    {
        _tokens.Add(new(text, kind, afterSpace, place));
        _length += text.Length + 1;
    }

    private void RemoveFrom(int index)
    {
        for (var i = index; i < _tokens.Count; i++) _length -= _tokens[i].Text.Length + 1;
        _tokens.RemoveRange(index, _tokens.Count - index);
    }

    // A text of two and one of a hundred equal statements have one shape: EF Core saves several rows in this way.
    private bool EndsRepeatedStatement()
    {
        var (tokens, places) = (_tokens.Count - _start.Tokens, _places.Count - _start.Places);
        if (_previous.Tokens >= 0 && IsRepeated(tokens))
        {
            for (var i = 0; i < places; i++) _places[_previous.Places + i].Add(_places[_start.Places + i]);
            _places.RemoveRange(_start.Places, places);
            RemoveFrom(_start.Tokens);
            return true;
        }
        (_previous, _start) = (_start, (_tokens.Count + 1, _places.Count)); // the next one begins after the semicolon
        return false;
    }

    private bool IsRepeated(int tokens)
    {
        if (_start.Tokens - 1 - _previous.Tokens != tokens) return false;
        for (var i = 0; i < tokens; i++)
            if (_tokens[_previous.Tokens + i].Text != _tokens[_start.Tokens + i].Text) return false;
        return true;
    }

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var token in _tokens)
        {
            var isTight = text.Length == 0 || text[^1] is '(' or '[' || token.Is(")") || token.Is(",") || token.Is(";");
            if (!isTight && (token.AfterSpace || text[^1] == ',')) text.Append(' ');
            text.Append(token.Text);
        }
        return text.ToString().TrimEnd(' ', ';');
    }

    // Two texts that differ only at their ends stay different: one may lock rows there.
    private static string Shorten(string whole)
    {
        if (whole.Length <= MaxShape) return whole;
        var rest = SHA256.HashData(Encoding.UTF8.GetBytes(whole[MaxShape..]));
        return $"{whole.AsSpan(0, MaxShape)}… ({Convert.ToHexStringLower(rest.AsSpan(0, 4))})";
    }
}
