using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>Splits Markdown into slides. A line of dashes ends a slide. A heading `#` opens a section and may name an
/// anti-pattern, as in `# N+1 queries {#n-plus-one}`. A heading `##` continues the section. The paragraph `Notes:`
/// begins the speaker's notes.</summary>
internal static partial class SlideParser
{
    /// <exception cref="FormatException">A slide has no heading, or the first slide opens no section.</exception>
    public static IReadOnlyList<Slide> Parse(string markdown)
    {
        var slides = new List<Slide>();
        foreach (var blocks in Split(PageMarkdown.Parse(markdown))) slides.Add(Next(slides, blocks));
        return slides;
    }

    /// <summary>Removes `{#slug}` from a heading's end, and returns the slug, or null without one. Markdig's own
    /// extension for this would accept any attribute.</summary>
    public static string? TakeSlug(HeadingBlock heading)
    {
        if (heading.Inline?.LastChild is not LiteralInline last) return null;
        if (SlugMark().Match(last.Content.ToString()) is not { Success: true } mark) return null;
        last.Content = new StringSlice(mark.Groups["before"].Value);
        return mark.Groups["slug"].Value;
    }

    private static Slide Next(List<Slide> before, List<Block> blocks)
    {
        var number = before.Count + 1;
        if (blocks is not [HeadingBlock heading, ..])
            throw new FormatException($"Slide {number} does not begin with a heading.");
        var opens = heading.Level == 1;
        if (!opens && before.Count == 0)
            throw new FormatException("The first slide's heading is not of the first level.");

        var slug = TakeSlug(heading);
        var title = PlainText(heading);
        heading.Level = 1; // each slide is a page
        var notes = blocks.FindIndex(b => b is ParagraphBlock p && PlainText(p) == "Notes:");
        return new Slide(number, opens ? title : before[^1].Section, title, opens ? slug : before[^1].Slug, opens,
            Html(notes < 0 ? blocks : blocks[..notes]), notes < 0 ? "" : Html(blocks[(notes + 1)..]));
    }

    private static List<List<Block>> Split(MarkdownDocument document)
    {
        List<List<Block>> slides = [[]];
        foreach (var block in document)
        {
            if (block is ThematicBreakBlock) slides.Add([]);
            else slides[^1].Add(block);
        }

        return slides;
    }

    private static string Html(IReadOnlyList<Block> blocks)
    {
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        PageMarkdown.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new SlideCodeRenderer());
        foreach (var block in blocks) renderer.Render(block);
        return text.ToString();
    }

    /// <summary>A heading's or a paragraph's text without its markup.</summary>
    private static string PlainText(LeafBlock block)
        => string.Concat(block.Inline?.Descendants().Select(inline => inline switch
        {
            LiteralInline text => text.Content.ToString(),
            CodeInline code => code.Content,
            _ => "",
        }) ?? []);

    [GeneratedRegex(@"^(?<before>.*?)\s*\{#(?<slug>[a-z0-9-]+)\}$")]
    private static partial Regex SlugMark();
}

/// <param name="Number">From 1.</param>
/// <param name="Section">The title of the slide that opened this section.</param>
/// <param name="Slug">The anti-pattern that the slide is about, or null.</param>
/// <param name="Opens">True for the first slide of a section.</param>
/// <param name="Notes">The speaker's notes as HTML; empty where there are none.</param>
public sealed record Slide(
    int Number, string Section, string Title, string? Slug, bool Opens, string Html, string Notes);
