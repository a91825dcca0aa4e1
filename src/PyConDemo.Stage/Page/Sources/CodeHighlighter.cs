using ColorCode;
using ColorCode.Parsing;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>A piece of a line of code.</summary>
/// <param name="Kind">CSS classes that name the syntax, such as "string keyword". Null for plain text.</param>
public sealed record CodePart(string Text, string? Kind);

/// <summary>Divides C# code into pieces that are coloured differently.</summary>
internal static partial class CodeHighlighter
{
    /// <summary>Limits each match of a regular expression, so that no text of a replay keeps the program busy. Call it
    /// before the program uses the first one.</summary>
    public static void LimitMatching()
        => AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(2));

    /// <summary>Returns one element per line. The texts of its parts are the original line. Code that takes too long to
    /// divide has one plain part per line.</summary>
    public static IReadOnlyList<IReadOnlyList<CodePart>> Lines(string text)
    {
        var code = Normalize(text);
        try
        {
            return Divide(code);
        }
        catch (RegexMatchTimeoutException)
        {
            return [.. code.Split('\n').Select(line => new[] { new CodePart(line, Kind: null) })];
        }
    }

    private static IReadOnlyList<IReadOnlyList<CodePart>> Divide(string code)
    {
        var lines = new LineWriter();
        var at = 0;
        foreach (Match raw in RawString().Matches(code))
        {
            lines.Write(code[at..raw.Index], Languages.CSharp, kind: null);
            // ColorCode doesn't know raw string literals. Ours contain SQL.
            lines.Write(raw.Value, Languages.Sql, "string");
            at = raw.Index + raw.Length;
        }

        lines.Write(code[at..], Languages.CSharp, kind: null);
        return lines.Lines;
    }

    /// <summary>A line as HTML, for the slides.</summary>
    public static string Html(IEnumerable<CodePart> line) => string.Concat(line.Select(part => part.Kind is null
        ? WebUtility.HtmlEncode(part.Text)
        : $"<span class=\"{part.Kind}\">{WebUtility.HtmlEncode(part.Text)}</span>"));

    /// <summary>Returns a file's lines with `\n` between them, and none after the last one.</summary>
    public static string Normalize(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        return lines.EndsWith('\n') ? lines[..^1] : lines;
    }

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"")]
    private static partial Regex RawString();

    private sealed class LineWriter() : CodeColorizerBase(null, null)
    {
        private readonly List<List<CodePart>> _lines = [[]];
        private string? _kind;

        public IReadOnlyList<IReadOnlyList<CodePart>> Lines => _lines;

        /// <param name="kind">The kind of the whole text.</param>
        public void Write(string code, ILanguage language, string? kind)
        {
            _kind = kind;
            languageParser.Parse(code, language, Write);
        }

        protected override void Write(string parsedSourceCode, IList<Scope> scopes)
            => Write(parsedSourceCode, 0, parsedSourceCode.Length, scopes, _kind);

        private void Write(string code, int from, int to, IEnumerable<Scope> scopes, string? kind)
        {
            foreach (var scope in scopes.OrderBy(scope => scope.Index))
            {
                Add(code[from..scope.Index], kind);
                from = scope.Index + scope.Length;
                Write(code, scope.Index, from, scope.Children, Join(kind, scope.Name));
            }

            Add(code[from..to], kind);
        }

        private string? Join(string? outer, string scope)
        {
            var inner = Styles.Contains(scope) ? Styles[scope].ReferenceName : null;
            return outer is null || inner is null || outer == inner ? outer ?? inner : $"{outer} {inner}";
        }

        private void Add(string text, string? kind)
        {
            var lines = text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (i > 0) _lines.Add([]);
                if (lines[i].Length > 0) _lines[^1].Add(new(lines[i], kind));
            }
        }
    }
}
