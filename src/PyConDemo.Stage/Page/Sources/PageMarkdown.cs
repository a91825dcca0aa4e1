using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Reads Markdown for the page. It drops HTML, comments, and links that the page can't follow.</summary>
internal static class PageMarkdown
{
    public static MarkdownPipeline Pipeline { get; } = NewPipeline();

    public static MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().Where(link => !IsKept(link)).ToArray())
        {
            foreach (var child in link.ToArray())
            {
                child.Remove();
                link.InsertBefore(child); // the link's text stays
            }

            link.Remove();
        }

        // An address in angle brackets is a link of any scheme, such as <javascript:x>.
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !IsWebSite(link.Url)).ToArray())
            link.ReplaceBy(new LiteralInline(link.Url));
        return document;
    }

    public static string NotesHtml(string readme)
    {
        var document = Parse(readme);
        // The page itself has headings of the first and second level.
        foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Min(6, heading.Level + 2);
        return document.ToHtml(Pipeline);
    }

    /// <summary>Keeps links to web sites and to pages of the stage, which serves no other files.</summary>
    private static bool IsKept(LinkInline link) => !link.IsImage && link.Url is { } url
        && (IsWebSite(url) || url.StartsWith("#/", StringComparison.Ordinal));

    private static bool IsWebSite(string url) => url.StartsWith("http://", StringComparison.Ordinal)
        || url.StartsWith("https://", StringComparison.Ordinal);

    private static MarkdownPipeline NewPipeline()
    {
        var builder = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml();
        builder.InlineParsers.Insert(0, new CommentParser());
        return builder.Build();
    }

    /// <summary>Drops comments from text: the documents name their measured figures in comments, and a reader should
    /// not see them. Comments inside code stay, because they are part of the code.</summary>
    private sealed class CommentParser : InlineParser
    {
        private const string Start = "<!--", End = "-->";

        public CommentParser() => OpeningCharacters = ['<'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            if (!slice.Match(Start)) return false;
            var end = slice.Text.IndexOf(End, slice.Start + Start.Length, StringComparison.Ordinal);
            if (end < 0 || end + End.Length - 1 > slice.End) return false; // it is not closed in this paragraph
            slice.Start = end + End.Length;
            return true;
        }
    }
}
