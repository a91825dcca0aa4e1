using Markdig;
using Markdig.Syntax.Inlines;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Turns a pattern's README into HTML. HTML and comments in the README are dropped, and so are links that lead
/// nowhere on this page.</summary>
internal static class NotesHtml
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Use<HtmlComments>().Build();

    public static string Of(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray())
        {
            if (link.IsImage || link.Url?.StartsWith("http", StringComparison.Ordinal) != true) Unlink(link);
        }

        // The page itself has headings of the first and second level.
        foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Min(6, heading.Level + 2);
        return document.ToHtml(Pipeline);
    }

    /// <summary>Replaces a link by its text.</summary>
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
