using System.Text;
using System.Text.RegularExpressions;
using ColorCode;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>C# as lines of HTML whose classes name the syntax; the colours are the page's own.</summary>
internal static partial class CodeHighlighter
{
    /// <summary>One element per line. Without their tags and entities they are the text, character for character.</summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        var clean = string.Join('\n', SourceText.Lines(text));
        var html = new StringBuilder();
        var at = 0;
        foreach (Match raw in RawString().Matches(clean))
        {
            html.Append(Html(clean[at..raw.Index], Languages.CSharp));
            // The colouriser doesn't know raw strings; ours hold SQL.
            html.Append("<span class=\"string\">").Append(Html(raw.Value, Languages.Sql)).Append("</span>");
            at = raw.Index + raw.Length;
        }

        return SplitLines(html.Append(Html(clean[at..], Languages.CSharp)).ToString());
    }

    public static string Sql(string statement) => Html(statement.Trim(), Languages.Sql);

    private static string Html(string code, ILanguage language)
    {
        if (string.IsNullOrWhiteSpace(code)) return code; // the formatter would trim it
        var lead = code[..^code.TrimStart().Length];
        var tail = code[code.TrimEnd().Length..];
        var html = new HtmlClassFormatter().GetHtmlString(code.Trim(), language);
        var (from, to) = (html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length, html.LastIndexOf("</pre>", StringComparison.Ordinal));
        return lead + html[from..to].Trim('\r', '\n') + tail;
    }

    /// <summary>What is open at a line's end is closed there, and opened again on the next.</summary>
    private static List<string> SplitLines(string html)
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
