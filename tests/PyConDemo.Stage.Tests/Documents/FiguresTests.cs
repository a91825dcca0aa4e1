using PyConDemo.Figures.Documents;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Page.Talk;

namespace PyConDemo.Stage.Tests.Documents;

/// <summary>Every measured number of a document comes from docs/figures.json.</summary>
public class FiguresTests
{
    private static readonly FiguresFile Measured = Some(
        ("a.bad.buffers", new(10_840, Figure.Buffers)),
        ("a.bad.bytes", new(2_692, Figure.Bytes)),
        ("a.ratio", new(46.3, Figure.Times)));

    [Fact]
    public void Every_document_shows_the_measured_figures()
        => Assert.Empty(Document.All().SelectMany(path
            => Document.Problems(path, File.ReadAllText(Path.Combine(Repository.Root, path)), FiguresFile.Load())));

    [Theory]
    [InlineData(500_051, Figure.Count, "500,051")]
    [InlineData(10_857, Figure.Buffers, "11,000")]
    [InlineData(4, Figure.Buffers, "4")]
    [InlineData(669, Figure.Bytes, "670 B")]
    [InlineData(2_692, Figure.Bytes, "2.7 kB")]
    [InlineData(3_995_184, Figure.Bytes, "4.0 MB")]
    [InlineData(216.4, Figure.Milliseconds, "220 ms")]
    [InlineData(4.72, Figure.Milliseconds, "4.7 ms")]
    [InlineData(0.1, Figure.Milliseconds, "0.10 ms")]
    [InlineData(997, Figure.Milliseconds, "1.0 s")]
    [InlineData(0.884, Figure.PerSecond, "0.88/s")]
    [InlineData(9.96, Figure.PerSecond, "10/s")]
    [InlineData(1_412, Figure.PerSecond, "1,400/s")]
    [InlineData(46.3, Figure.Times, "46×")]
    [InlineData(0.027, Figure.Share, "2.7 %")]
    [InlineData(1, Figure.Share, "all")]
    [InlineData(0.0061, Figure.Dollars, "$0.0061")]
    [InlineData(95, Figure.Percentile, "p95")]
    [InlineData(50, Figure.Percentile, "median")]
    public void A_figure_keeps_the_digits_that_the_next_run_would_not_change(double value, string unit, string text)
    {
        Assert.Equal(text, new Figure(value, unit).Text);
        Assert.Matches($"^(?:{Figure.Pattern})$", text);
    }

    [Theory]
    [InlineData("page 10,001: 9<!-- a.bad.buffers --> buffers", "page 10,001: 11,000<!-- a.bad.buffers --> buffers")]
    [InlineData("| 80 B<!-- a.bad.bytes --> | **46×** |", "| 2.7 kB<!-- a.bad.bytes --> | **46×** |")]
    [InlineData("**5×<!-- a.ratio -->**", "**46×<!-- a.ratio -->**")]
    [InlineData("not measured: ?<!-- a.ratio -->", "not measured: 46×<!-- a.ratio -->")]
    [InlineData("12 % of 5 s, 7×<!-- a.ratio -->", "12 % of 5 s, 46×<!-- a.ratio -->")]
    public void Rewriting_replaces_a_figure_and_nothing_else(string before, string after)
    {
        Assert.Equal(after, Document.Rewrite(before, Measured));
        Assert.NotEmpty(Document.Problems("x.md", before, Measured));
        Assert.Empty(Document.Problems("x.md", after, Measured));
    }

    [Theory]
    [InlineData("11,000<!-- a.buffers -->", "x.md: the figure a.buffers is unknown")]
    [InlineData("many<!-- a.ratio -->", "x.md: no figure stands before a.ratio, which is 46×")]
    [InlineData("<!-- begin: no-table -->\n<!-- end: no-table -->", "x.md: the table no-table is unknown")]
    [InlineData("<!-- begin: cost-table -->\n<!-- end: cost-table -->", "x.md: the table cost-table is out of date")]
    public void What_no_run_can_mend_is_named(string text, string problem)
        => Assert.Equal([problem], Document.Problems("x.md", text, Measured));

    [Fact]
    public void A_comment_that_stands_alone_names_no_figure()
        => Assert.Empty(Document.Problems("x.md", "<!-- from a.cs -->\n\n<!-- a.b -->\n", Measured));

    [Fact]
    public void Neither_notes_nor_slides_show_the_names_of_figures()
    {
        const string Markdown = """
            # T

            11,000<!-- a.bad.buffers --> of them

            | a |
            |---|
            | 46×<!-- a.ratio --> |

            ```text
            x <!-- y -->
            ```
            """;
        foreach (var html in (string[])[PageMarkdown.NotesHtml(Markdown), SlideParser.Parse(Markdown)[0].Html])
        {
            Assert.Contains("<p>11,000 of them</p>", html, StringComparison.Ordinal);
            Assert.Contains("<td>46×</td>", html, StringComparison.Ordinal);
            Assert.Contains("x &lt;!-- y --&gt;", html, StringComparison.Ordinal); // code is shown as it is
        }

        Assert.Contains("&lt;!-- open", PageMarkdown.NotesHtml("1<!-- open"), StringComparison.Ordinal); // it is text
    }

    private static FiguresFile Some(params (string Name, Figure Figure)[] figures)
    {
        var measurement = Measurement.Here("15.18");
        foreach (var (name, figure) in figures) measurement.Add(name, figure.Value, figure.Unit);
        return new(new() { ["some"] = measurement }, []);
    }
}
