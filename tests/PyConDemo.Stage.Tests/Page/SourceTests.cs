using System.Net;
using System.Text.RegularExpressions;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Tests.Page;

public partial class SourceTests
{
    private const string Bad = """"
        class X
        {
            int a; // "n" < 1
            string sql = """
                SELECT * FROM t
                """;
        }

        """";

    private const string Good = """"
        class X
        {
            int b;
            string sql = """
                SELECT id FROM t
                WHERE x
                """;
        }

        """";

    [Fact]
    public void Coloured_lines_are_the_text_character_for_character()
    {
        var lines = CodeHighlighter.Lines(Bad).Select(line => string.Concat(line.Select(part => part.Text)));
        Assert.Equal(Bad, string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Slides_show_the_same_text_as_escaped_HTML()
    {
        var html = CodeHighlighter.Lines(Bad).Select(CodeHighlighter.Html).ToArray();
        Assert.Equal(Bad, WebUtility.HtmlDecode(Tag().Replace(string.Join('\n', html), "")) + "\n");
        Assert.All(html, line => Assert.Equal(Regex.Count(line, "<span"), Regex.Count(line, "</span>")));
    }

    [Fact]
    public void Parts_name_their_syntax()
    {
        var parts = CodeHighlighter.Lines(Bad).SelectMany(line => line).ToArray();
        Assert.Contains(new CodePart("class", "keyword"), parts);
        Assert.Contains(new CodePart("        SELECT * FROM t", "string"), parts); // in a raw string literal
        Assert.Contains(parts, part => part is { Kind: "comment", Text: "// \"n\" < 1" });
    }

    [Fact]
    public void Lines_that_differ_stand_next_to_each_other_and_are_marked()
    {
        var page = SourcePage.Of(new("x", [new("bad", "XBad.cs", Bad), new("good", "XGood.cs", Good)], ""));
        var (bad, good) = (page.Panes[0].Lines, page.Panes[1].Lines);
        Assert.Equal(bad.Count, good.Count);
        Assert.Equal([3, 5, null], bad.Where(l => l.Differs).Select(l => l.Number));
        Assert.Equal([3, 5, 6], good.Where(l => l.Differs).Select(l => l.Number));
        Assert.Equal(Bad, page.Panes[0].Text);
    }

    [Fact]
    public void An_attendees_own_lane_stands_next_to_bad_and_not_next_to_good()
    {
        SourceFile[] pair = [new("bad", "XBad.cs", Bad), new("good", "XGood.cs", Good)];
        var yours = new SourceFile("yours", "XYours.cs", $"// mine\n{Bad}");
        var page = SourcePage.Of(new("x", [.. pair, yours], ""));
        Assert.Equal(["bad", "good"], page.Panes.Select(p => p.Lane));
        Assert.Equal(["bad", "yours"], page.Yours!.Select(p => p.Lane));
        Assert.Equal([1], page.Yours![1].Lines.Where(l => l.Differs).Select(l => l.Number!.Value));
        Assert.Null(SourcePage.Of(new("x", pair, "")).Yours);
    }

    [Fact]
    public void A_next_step_stands_next_to_good()
    {
        SourceFile[] pair = [new("bad", "XBad.cs", Bad), new("good", "XGood.cs", Good)];
        var leased = new SourceFile("leased", "XLeased.cs", $"// more\n{Good}");
        var page = SourcePage.Of(new("x", [.. pair, leased, new("yours", "XYours.cs", Bad)], ""));
        var step = Assert.Single(page.Steps);
        Assert.Equal(["good", "leased"], step.Select(p => p.Lane));
        Assert.Equal([1], step[1].Lines.Where(l => l.Differs).Select(l => l.Number!.Value));
        Assert.Empty(SourcePage.Of(new("x", pair, "")).Steps);
    }

    /// <summary>Head and comments are folded even if they differ, and equal lines far from a difference.</summary>
    [Fact]
    public void What_a_reader_need_not_see_first_is_folded_at_the_same_rows_of_both_panes()
    {
        const string bad = """
            using A;
            using B;

            namespace X;

            class Bad
            {
                /// <summary>Bad.</summary>
                int a, b;
                int c, d;
                int e, f;
                int g, h;
                int i, j;
                int k, l;
                int m = 1;
                int n;
                int o;
                int p;
                int q;
                int r;
            }

            """;
        const string good = """
            using A;

            namespace X;

            class Good
            {
                /// <summary>Good.</summary>
                /// <remarks>More.</remarks>
                int a, b;
                int c, d;
                int e, f;
                int g, h;
                int i, j;
                int k, l;
                int m = 2;
                int n;
                int o;
                int p;
                int q;
                int r;
            }

            """;
        var panes = SourcePage.Of(new("x", [new("bad", "XBad.cs", bad), new("good", "XGood.cs", good)], "")).Panes;
        const string equal = "4 equal lines";
        Assert.Equal(["5 using and namespace lines", "1 comment line", equal, equal], panes[0].Folds);
        Assert.Equal(["4 using and namespace lines", "2 comment lines", equal, equal], panes[1].Folds);
        Assert.Equal(panes[0].Lines.Select(l => l.Fold), panes[1].Lines.Select(l => l.Fold));
        Assert.Equal([6, 7, 13, 14, 15, 16, 17], panes[0].Lines.Where(l => l.Fold is null).Select(l => l.Number));
    }

    [Theory]
    [InlineData("    using var a = b;\n    c();\n    d();\n    e();\n    f();\n    g();\n", "4 equal lines")]
    [InlineData("    c();\n    d();\n    e();\n    f();\n    g();\n", null)]
    public void Few_equal_lines_are_shown(string equal, string? fold)
    {
        var (bad, good) = ($"{equal}    x(1);\n", $"{equal}    x(2);\n");
        SourceFile[] pair = [new("bad", "XBad.cs", bad), new("good", "XGood.cs", good)];
        Assert.Equal(fold is null ? [] : [fold], SourcePage.Of(new("x", pair, "")).Panes[0].Folds);
    }

    [Fact]
    public void Notes_carry_no_HTML_of_their_own_and_no_link_into_the_repository()
    {
        var html = PageMarkdown.NotesHtml("# Title\n\n<script>alert(1)</script> [file](../X.cs) "
            + "[site](https://example.org/) ![pixel](https://example.org/x.png)");
        Assert.StartsWith("<h3>Title</h3>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("X.cs", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/\">site</a>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("<vbscript:x>")]
    public void Notes_have_no_link_that_runs_a_script(string markdown)
        => Assert.DoesNotContain("href", PageMarkdown.NotesHtml(markdown), StringComparison.Ordinal);

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("```\"><img src=x>\nx\n```")]
    [InlineData("| a |\n|---|\n| <b onclick=x> |")]
    [InlineData("# x {onclick=alert(1)}")]
    [InlineData("`<script>`")]
    public void Notes_have_no_element_or_attribute_that_the_Markdown_wrote(string markdown)
        => Assert.DoesNotMatch("<(script|img|svg|b)|<[^>]* on[a-z]+=", PageMarkdown.NotesHtml(markdown));

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
