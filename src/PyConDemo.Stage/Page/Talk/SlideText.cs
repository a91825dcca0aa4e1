using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>A heading or a paragraph without its markup.</summary>
internal static class SlideText
{
    public static string Of(LeafBlock block) => string.Concat(block.Inline?.Descendants().Select(inline => inline switch
    {
        LiteralInline text => text.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }) ?? []);
}
