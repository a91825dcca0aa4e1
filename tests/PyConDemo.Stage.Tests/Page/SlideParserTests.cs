using PyConDemo.Stage.Page.Talk;

namespace PyConDemo.Stage.Tests.Page;

public class SlideParserTests
{
    private const string Deck = """
        # Title

        Hello.

        ---

        # N+1 `queries` {#n-plus-one}

        - one

        Notes:

        Say **this**.

        And this.

        ---

        ## A second look

        > A claim.

        ---

        # The end

        Bye.
        """;

    private static readonly IReadOnlyList<Slide> Slides = SlideParser.Parse(Deck);

    [Fact]
    public void A_line_of_dashes_ends_a_slide_and_each_has_its_number_and_title()
        => Assert.Equal([(1, "Title"), (2, "N+1 queries"), (3, "A second look"), (4, "The end")],
            Slides.Select(s => (s.Number, s.Title)));

    [Fact]
    public void A_section_keeps_its_slug_until_the_next_one_opens()
    {
        Assert.Equal([null, "n-plus-one", "n-plus-one", null], Slides.Select(s => s.Slug));
        Assert.Equal([true, true, false, true], Slides.Select(s => s.Opens));
        Assert.Equal(["Title", "N+1 queries", "N+1 queries", "The end"], Slides.Select(s => s.Section));
    }

    [Fact]
    public void Notes_are_apart_from_the_slide()
    {
        Assert.Equal("<p>Say <strong>this</strong>.</p>\n<p>And this.</p>\n", Slides[1].Notes);
        Assert.Equal("<h1>N+1 <code>queries</code></h1>\n<ul>\n<li>one</li>\n</ul>\n", Slides[1].Html);
        Assert.Equal("", Slides[2].Notes);
        Assert.StartsWith("<h1>A second look</h1>", Slides[2].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void HTML_attributes_and_links_into_the_repository_are_dropped()
    {
        var slide = Assert.Single(SlideParser.Parse("""
            # <b onclick="x()">T</b> {onclick=x()}

            <script>alert(1)</script> [file](../X.cs) [run](javascript:alert(1)) [page](#/checklist)
            ![pixel](https://example.org/x.png)

            Notes:

            <img src=x onerror=alert(1)>
            """));
        Assert.DoesNotContain("<script", slide.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b ", slide.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", slide.Html + slide.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("X.cs", slide.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", slide.Html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#/checklist\">page</a>", slide.Html, StringComparison.Ordinal);
        Assert.Contains("{onclick=x()}</h1>", slide.Html, StringComparison.Ordinal); // text, no attribute
    }

    [Fact]
    public void Code_is_coloured_and_knows_its_lane()
    {
        var html = SlideParser.Parse("""
            # T

            ```csharp bad
            var a = b < c;
            ```

            ```sql good
            SELECT 1
            ```

            ```text
            a < b
            ```
            """)[0].Html;
        string[] parts =
        [
            """<pre class="shape side-bad"><code><span class="keyword">var</span> a = b &lt; c;</code></pre>""",
            """<pre class="shape side-good"><code><span class="keyword">SELECT</span>""",
            """<pre class="shape"><code>a &lt; b</code></pre>""",
        ];
        Assert.All(parts, part => Assert.Contains(part, html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Words.", "Slide 1 does not begin with a heading.")]
    [InlineData("# One\n\n---\n\nWords.", "Slide 2 does not begin with a heading.")]
    [InlineData("## One", "The first slide's heading is not of the first level.")]
    public void A_slide_without_its_heading_is_refused(string markdown, string because)
        => Assert.Equal(because, Assert.Throws<FormatException>(() => SlideParser.Parse(markdown)).Message);
}
