using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>The mark `{#slug}` at a heading's end. Only this: Markdig's own attributes would let any attribute into the page.</summary>
internal static partial class SlideSlug
{
    /// <summary>Takes it off the heading; null without one.</summary>
    public static string? Take(HeadingBlock heading)
    {
        if (heading.Inline?.LastChild is not LiteralInline last || Mark().Match(last.Content.ToString()) is not { Success: true } mark) return null;
        last.Content = new StringSlice(mark.Groups["before"].Value);
        return mark.Groups["slug"].Value;
    }

    [GeneratedRegex(@"^(?<before>.*?)\s*\{#(?<slug>[a-z0-9-]+)\}$")]
    private static partial Regex Mark();
}
