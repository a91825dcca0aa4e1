using Markdig.Renderers;
using Markdig.Renderers.Html;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>Highlights a slide's code. The word after the language names the code's lane: ```csharp bad.</summary>
internal sealed partial class SlideCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var (language, lane) = block is FencedCodeBlock fence ? (fence.Info, fence.Arguments) : (null, null);
        var side = lane is "bad" or "good" ? $" side-{lane}" : "";
        var code = block.Lines.ToString();
        renderer.Write($"<pre class=\"shape{side}\"><code>");
        var lines = CodeHighlighter.Lines(code).Select(CodeHighlighter.Html);
        if (language == "csharp") renderer.Write(string.Join('\n', lines));
        else if (language == "sql") renderer.Write(SqlHtml(code));
        else renderer.WriteEscape(code);
        renderer.WriteLine("</code></pre>");
    }

    /// <summary>ColorCode's SQL has no LIMIT and no SKIP LOCKED, and the slides are about these words.</summary>
    private static string SqlHtml(string sql)
        => SqlKeyword().Replace(WebUtility.HtmlEncode(sql), "<span class=\"keyword\">$0</span>");

    [GeneratedRegex("""
        \b(SELECT|FROM|WHERE|AND|OR|ORDER\ BY|ASC|DESC|LIMIT|OFFSET|FOR\ UPDATE|SKIP\ LOCKED
        |REFRESH|MATERIALIZED|VIEW|CONCURRENTLY)\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SqlKeyword();
}
