using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;

namespace PyConDemo.Stage.Page.Sources;

/// <summary>Removes HTML comments from Markdown text. The documents name their measured figures in comments, and a
/// reader should not see them. Comments inside code stay: they are part of the code.</summary>
internal sealed class HtmlComments : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Insert(0, new CommentParser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        // The parser has removed the comments, so there is nothing to render.
    }

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
