using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>A pair's README as HTML: no HTML or comment of its own, and no link that would lead nowhere here.</summary>
internal static class NotesHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Use<HtmlComments>().Build();

    public static string Of(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray())
        {
            if (link.IsImage || link.Url?.StartsWith("http", StringComparison.Ordinal) != true) Unlink(link);
        }

        foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Min(6, heading.Level + 2); // below the page's own
        return document.ToHtml(Pipeline);
    }

    /// <summary>Leaves the words, takes the link.</summary>
    public static void Unlink(LinkInline link)
    {
        foreach (var child in link.ToArray())
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.Remove();
    }
}
