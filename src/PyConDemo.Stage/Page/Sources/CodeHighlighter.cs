using ColorCode;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Turns C# code into lines of HTML, with CSS classes that name the syntax.</summary>
internal static partial class CodeHighlighter
{
    /// <summary>Returns one element per line. Without its tags and entities, a line is the original text.</summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        var code = Normalize(text);
        var html = new StringBuilder();
        var at = 0;
        foreach (Match raw in RawString().Matches(code))
        {
            html.Append(Html(code[at..raw.Index], Languages.CSharp));
            // ColorCode doesn't know raw string literals. Ours contain SQL.
            html.Append("<span class=\"string\">").Append(Html(raw.Value, Languages.Sql)).Append("</span>");
            at = raw.Index + raw.Length;
        }

        return SplitHtml(html.Append(Html(code[at..], Languages.CSharp)).ToString());
    }

    /// <summary>Returns a file's lines with `\n` between them, and none after the last one.</summary>
    public static string Normalize(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        return lines.EndsWith('\n') ? lines[..^1] : lines;
    }

    private static string Html(string code, ILanguage language)
    {
        if (string.IsNullOrWhiteSpace(code)) return code; // the formatter would trim it
        var lead = code[..^code.TrimStart().Length];
        var tail = code[code.TrimEnd().Length..];
        var html = new HtmlClassFormatter().GetHtmlString(code.Trim(), language);
        var from = html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length;
        var to = html.LastIndexOf("</pre>", StringComparison.Ordinal);
        return lead + html[from..to].Trim('\r', '\n') + tail;
    }

    /// <summary>Closes the spans that are open at a line's end, and opens them again on the next line.</summary>
    private static List<string> SplitHtml(string html)
    {
        var lines = new List<string>();
        var open = new Stack<string>();
        foreach (var line in html.Split('\n'))
        {
            var text = new StringBuilder().AppendJoin("", open.Reverse()).Append(line.TrimEnd('\r'));
            foreach (Match tag in Tag().Matches(line))
            {
                if (tag.Value == "</span>") open.Pop();
                else open.Push(tag.Value);
            }

            lines.Add(text.Insert(text.Length, "</span>", open.Count).ToString());
        }

        return lines;
    }

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"")]
    private static partial Regex RawString();

    [GeneratedRegex("</?span[^>]*>")]
    private static partial Regex Tag();
}
