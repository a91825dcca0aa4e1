using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>A slide's blocks as HTML: no HTML or comment of its own passes, and no link that would lead nowhere here.</summary>
internal static class SlideHtml
{
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .UsePipeTables().DisableHtml().Use<HtmlComments>().Build();

    public static MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().Where(l => !LeadsSomewhere(l)).ToArray()) NotesHtml.Unlink(link);
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

    /// <summary>To a page of the stage or to a site; not into the repository, which a reader of the Markdown has and the page has not.</summary>
    private static bool LeadsSomewhere(LinkInline link) => !link.IsImage
        && (link.Url?.StartsWith("#/", StringComparison.Ordinal) == true || link.Url?.StartsWith("https://", StringComparison.Ordinal) == true);
}
