using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Tests.Routes;

public sealed class UnroutedPathsTests
{
    [Theory]
    [InlineData("/files/12", "/files/{n}")]
    [InlineData("/files/12/pages/3", "/files/{n}/pages/{n}")]
    [InlineData("/files/order-17.pdf", "/files/order-{n}.pdf")]
    [InlineData("/logs/2026-11-28", "/logs/{n}-{n}-{n}")]
    [InlineData("/u/1b4e28ba-2fa1-11d2-883f-0016d3cca427", "/u/{guid}")]
    [InlineData("/u/1B4E28BA2FA111D2883F0016D3CCA427/x", "/u/{hex}/x")]
    [InlineData("/app.3fa9c1d2.js", "/app.{hex}.js")]
    [InlineData("/reset/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "/reset/{token}")]
    [InlineData("/reset/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "/reset/{token}")]
    [InlineData("/v2/odata/Products", "/v2/odata/Products")]
    [InlineData("/decade/facade", "/decade/facade")]
    [InlineData("/bootstrap-datepicker.min.js", "/bootstrap-datepicker.min.js")]
    [InlineData("/a\nb", "/a?b")]
    [InlineData("/", "/")]
    public void Values_in_a_path_become_parameters(string path, string pattern)
        => Assert.Equal(pattern, UnroutedPaths.PatternOf(path));

    [Fact]
    public void The_first_spelling_names_a_path()
    {
        var paths = new UnroutedPaths();
        Assert.Equal(["/Odata", "/Odata", "/Odata"], Names(paths, "/Odata", "/odata/", "/ODATA"));
    }

    [Fact]
    public void A_hundred_names_are_kept()
    {
        var paths = new UnroutedPaths();
        var words = Enumerable.Range(0, 150).Select(n => $"/{(char)('a' + n % 26)}{(char)('a' + n / 26)}").ToArray();
        Assert.Equal(100, Names(paths, words).Distinct().Count(n => n != "(other paths)"));
        Assert.Equal(["(other paths)", "/aa"], Names(paths, "/new", "/aa"));
        Assert.Equal("(other paths)", paths.Describe("/new"));
        paths.Clear();
        Assert.Equal("/new", paths.Describe("/new"));
        Assert.Equal(["/new"], Names(paths, "/new"));
    }

    private static string[] Names(UnroutedPaths paths, params string[] requests)
        => [.. requests.Select(r => paths.NameOf(r).Text)];
}
