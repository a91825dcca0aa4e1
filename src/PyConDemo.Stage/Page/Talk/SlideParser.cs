using Markdig.Syntax;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>
/// Markdown as slides. A line of dashes ends a slide; a heading `#` opens a section and may name its anti-pattern, `# N+1 queries {#n-plus-one}`;
/// `##` continues the section. The paragraph `Notes:` begins the speaker's part.
/// </summary>
internal static class SlideParser
{
    private const string NotesMark = "Notes:";

    /// <exception cref="FormatException">A slide does not begin with a heading, or the first one opens no section.</exception>
    public static IReadOnlyList<Slide> Parse(string markdown)
    {
        var slides = new List<Slide>();
        foreach (var blocks in Split(SlideHtml.Parse(markdown))) slides.Add(Next(slides, blocks));
        return slides;
    }

    private static Slide Next(List<Slide> before, List<Block> blocks)
    {
        var number = before.Count + 1;
        if (blocks is not [HeadingBlock heading, ..]) throw new FormatException($"Slide {number} does not begin with a heading.");
        var opens = heading.Level == 1;
        if (!opens && before.Count == 0) throw new FormatException("The first slide's heading is not of the first level.");

        var slug = SlideSlug.Take(heading);
        var title = SlideText.Of(heading);
        heading.Level = 1; // each slide is a page
        var notes = blocks.FindIndex(b => b is ParagraphBlock p && SlideText.Of(p) == NotesMark);
        return new Slide(number, opens ? title : before[^1].Section, title, opens ? slug : before[^1].Slug, opens,
            SlideHtml.Of(notes < 0 ? blocks : blocks[..notes]), notes < 0 ? "" : SlideHtml.Of(blocks[(notes + 1)..]));
    }

    private static IEnumerable<List<Block>> Split(MarkdownDocument document)
    {
        var slide = new List<Block>();
        foreach (var block in document)
        {
            if (block is not ThematicBreakBlock)
            {
                slide.Add(block);
                continue;
            }

            yield return slide;
            slide = [];
        }

        yield return slide;
    }
}
