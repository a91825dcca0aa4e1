using System.Net;
using System.Text.RegularExpressions;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Tests.Page;

public partial class SourceTests
{
    private const string Bad = "class X\n{\n    int a; // \"n\" < 1\n    string sql = \"\"\"\n        SELECT * FROM t\n        \"\"\";\n}\n";
    private const string Good = "class X\n{\n    int b;\n    string sql = \"\"\"\n        SELECT id FROM t\n        WHERE x\n        \"\"\";\n}\n";

    [Fact]
    public void Coloured_lines_are_the_text_character_for_character()
    {
        var shown = string.Join('\n', CodeColors.Lines(Bad).Select(html => WebUtility.HtmlDecode(Tag().Replace(html, "")))) + "\n";
        Assert.Equal(Bad, shown);
    }

    [Fact]
    public void Each_line_closes_what_it_opens()
        => Assert.All(CodeColors.Lines(Bad), html => Assert.Equal(Regex.Count(html, "<span"), Regex.Count(html, "</span>")));

    [Fact]
    public void Lines_that_differ_stand_beside_each_other_and_are_marked()
    {
        var page = SourcePage.Of(new("x", [new("bad", "XBad.cs", Bad), new("good", "XGood.cs", Good)], ""));
        var (bad, good) = (page.Panes[0].Lines, page.Panes[1].Lines);
        Assert.Equal(bad.Count, good.Count);
        Assert.Equal([3, 5, null], bad.Where(l => l.Differs).Select(l => l.Number));
        Assert.Equal([3, 5, 6], good.Where(l => l.Differs).Select(l => l.Number));
        Assert.Equal(Bad, page.Panes[0].Text);
    }

    [Fact]
    public void An_attendees_own_lane_stands_beside_bad_and_not_beside_good()
    {
        var page = SourcePage.Of(new("x", [new("bad", "XBad.cs", Bad), new("good", "XGood.cs", Good), new("yours", "XYours.cs", $"// mine\n{Bad}")], ""));
        Assert.Equal(["bad", "good"], page.Panes.Select(p => p.Lane));
        Assert.Equal(["bad", "yours"], page.Yours!.Select(p => p.Lane));
        Assert.Equal([1], page.Yours![1].Lines.Where(l => l.Differs).Select(l => l.Number!.Value));
        Assert.Null(SourcePage.Of(new("x", [new("bad", "XBad.cs", Bad), new("good", "XGood.cs", Good)], "")).Yours);
    }

    [Fact]
    public void Notes_carry_no_HTML_of_their_own_and_no_link_into_the_repository()
    {
        var html = NotesHtml.Of("# Title\n\n<script>alert(1)</script> [file](../X.cs) [site](https://example.org/) ![pixel](https://example.org/x.png)");
        Assert.StartsWith("<h3>Title</h3>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("X.cs", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/\">site</a>", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
