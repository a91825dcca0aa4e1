using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>Code in the stage's own colours. The word behind the language is its lane: ```csharp bad.</summary>
internal sealed class SlideCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var (language, lane) = block is FencedCodeBlock fence ? (fence.Info, fence.Arguments) : (null, null);
        renderer.Write(lane is "bad" or "good" ? $"<pre class=\"shape side-{lane}\"><code>" : "<pre class=\"shape\"><code>");
        var code = block.Lines.ToString();
        if (language == "csharp") renderer.Write(string.Join('\n', CodeHighlighter.Lines(code)));
        else if (language == "sql") renderer.Write(SlideSql.Html(code));
        else renderer.WriteEscape(code);
        renderer.WriteLine("</code></pre>");
    }
}
