using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Page.Talk;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>The talk itself.</summary>
public partial class SlideDeckTests
{
    private static readonly string Folder = Path.Combine(Here(), "../../../docs/talk");
    private static readonly string AntiPatterns = Path.Combine(Here(), "../../../src/PyConDemo.Api/AntiPatterns");
    private static readonly MarkdownDocument Document = Markdown.Parse(SlideDeck.Markdown, PageMarkdown.Pipeline);

    [Fact]
    public void Every_line_of_dashes_ends_a_slide() // directly below a paragraph, dashes make the paragraph a heading
        => Assert.Equal(
            Regex.Count(SlideDeck.Markdown, @"^---\s*$", RegexOptions.Multiline) + 1, SlideDeck.Slides.Count);

    [Fact]
    public void Each_anti_pattern_opens_a_section_in_the_talks_order_with_a_fix_and_a_correction()
    {
        Assert.Equal(RaceCatalog.Slugs, SlideDeck.Slides.Where(s => s.Opens && s.Slug is not null).Select(s => s.Slug));
        foreach (var slides in SlideDeck.Slides.Where(s => s.Slug is not null).GroupBy(s => s.Slug))
        {
            Assert.Contains(slides, s => s.Html.Contains("side-bad", StringComparison.Ordinal));
            Assert.Contains(slides, s => s.Html.Contains("side-good", StringComparison.Ordinal)
                && s.Html.Contains("<strong>Price:</strong>", StringComparison.Ordinal));
            Assert.Contains(slides, s => s.Html.Contains("<blockquote>", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_slide_has_notes() => Assert.All(SlideDeck.Slides, s => Assert.NotEmpty(s.Notes));

    [Fact]
    public void A_slide_has_few_words() // an audience that reads doesn't listen; the rest belongs in the notes
        => Assert.All(SlideDeck.Slides,
            s => Assert.InRange(Regex.Count(CodeOrTag().Replace(s.Html, " "), @"\w+"), 1, 75));

    [Fact]
    public void Every_link_leads_somewhere()
    {
        string[] pages = ["#/", "#/checklist", "#/replays", .. RaceCatalog.Slugs.Select(slug => $"#/p/{slug}")];
        Assert.All(Document.Descendants<LinkInline>(), link => Assert.True(
            pages.Contains(link.Url) || File.Exists(Path.Combine(Folder, link.Url!)), $"{link.Url} leads nowhere"));
    }

    /// <summary>An ellipsis stands for a part of a line that is left out. Whole lines may be left out too.</summary>
    [Fact]
    public void Each_line_of_code_is_from_its_lanes_files()
    {
        string? slug = null;
        foreach (var block in Document)
        {
            if (block is HeadingBlock heading && SlideParser.TakeSlug(heading) is { } next) slug = next;
            if (block is not FencedCodeBlock { Arguments: ("bad" or "good") and var lane } code) continue;
            var lines = Files(slug!, lane!).SelectMany(File.ReadLines).Select(l => l.Trim()).ToArray();
            var shown = code.Lines.Lines.Take(code.Lines.Count).Select(l => l.ToString().Trim());
            foreach (var line in shown.Where(l => l.Length > 0))
            {
                var pattern = $"^{string.Join(".*", line.Split('…').Select(Regex.Escape))}";
                Assert.True(lines.Any(l => Regex.IsMatch(l, pattern)), $"{slug}, {lane}: no file has the line {line}");
            }
        }
    }

    private static IEnumerable<string> Files(string slug, string lane)
    {
        var name = slug.Replace("-", "", StringComparison.Ordinal);
        var folder = Directory.GetDirectories(AntiPatterns)
            .Single(d => string.Equals(Path.GetFileName(d), name, StringComparison.OrdinalIgnoreCase));
        var sources = Directory.GetFiles(folder, lane == "bad" ? "*Bad.cs" : "*Good.cs");
        return [.. sources, Path.Combine(folder, "README.md")];
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("<pre[\\s\\S]*?</pre>|<[^>]+>")]
    private static partial Regex CodeOrTag();
}
