using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>Turns a slide's blocks into HTML. HTML and comments in the Markdown are dropped, and so are links that lead
/// nowhere on this page.</summary>
internal static class SlideHtml
{
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .UsePipeTables().DisableHtml().Use<HtmlComments>().Build();

    public static MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        var dropped = document.Descendants<LinkInline>().Where(link => !IsKept(link)).ToArray();
        foreach (var link in dropped) NotesHtml.Unlink(link);
        return document;
    }

    public static string Of(IReadOnlyList<Block> blocks)
    {
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new SlideCodeRenderer());
        foreach (var block in blocks) renderer.Render(block);
        return text.ToString();
    }

    /// <summary>Keeps links to pages of the stage and to web sites. The Markdown also links to files of the repository,
    /// but the page does not serve them.</summary>
    private static bool IsKept(LinkInline link) => !link.IsImage && link.Url is { } url
        && (url.StartsWith("#/", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal));
}
