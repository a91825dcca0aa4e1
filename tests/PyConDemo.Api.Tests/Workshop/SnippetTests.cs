using System.Text.RegularExpressions;
using PyConDemo.Api.AntiPatterns;

namespace PyConDemo.Api.Tests.Workshop;

/// <summary>The workshop's pages quote real code and name only files and routes that exist.</summary>
public sealed partial class SnippetTests
{
    private static readonly string[] Checked = ["csharp", "python", "sql"];

    public static TheoryData<string> Pages =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs/workshop"), "*.md", SearchOption.AllDirectories)
            .Select(
                path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void Code_is_quoted_from_the_file_that_stands_above_it(string page)
        => Assert.All(MarkdownPage.Read(page).Fences.Where(fence => Checked.Contains(fence.Language)), fence =>
        {
            Assert.True(fence.Source is not null, $"{page}:{fence.Line} lacks its <!-- from … --> in the line above.");
            Assert.True(
                fence.IsIn(File.ReadAllLines(Path.Combine(Repository.Root, fence.Source))),
                $"{page}:{fence.Line} is not, line by line, in {fence.Source}.");
        });

    [Theory, MemberData(nameof(Pages))]
    public void Links_lead_to_a_file(string page)
        => Assert.All(MarkdownPage.Read(page).RelativeLinks, address => Assert.True(
            Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, address)),
            $"{page} links to {address}."));

    [Theory, MemberData(nameof(Pages))]
    public void Commands_name_what_exists(string page)
    {
        var text = MarkdownPage.Read(page).Text;
        var slugs = AntiPatternCatalog.All.Select(pattern => pattern.Slug);
        var routes = AntiPatternCatalog.All.SelectMany(pattern => pattern.Lanes).Select(
            lane => lane.Path.Split('?')[0][1..]);

        Assert.All(
            Found(ProjectOrScript(), text),
            path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{page}: {path}"));
        Assert.All(Found(Slug(), text), slug => Assert.Contains(slug, slugs));
        Assert.All(
            // Yours has the same routes as Bad.
            Found(Lane(), text.Replace(":5080/yours/", ":5080/bad/", StringComparison.Ordinal)),
            path => Assert.Contains(
                routes, route => path == route || path.StartsWith($"{route}/", StringComparison.Ordinal)));
    }

    /// <summary>Each exercise has its own page with its C# and its Python.</summary>
    [Fact]
    public void Every_pattern_has_a_page()
        => Assert.All(AntiPatternCatalog.All, pattern =>
        {
            var sources = MarkdownPage.Read(
                $"docs/workshop/{pattern.Slug}.md").Fences.Select(fence => fence.Source).ToList();
            var name = Repository.NameOf(pattern.Slug);
            Assert.Contains($"src/PyConDemo.Api/AntiPatterns/{name}/{name}Bad.cs", sources);
            Assert.Contains($"docs/workshop/python/{pattern.Slug.Replace('-', '_')}_django.py", sources);
        });

    private static IEnumerable<string> Found(Regex what, string text)
        => what.Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(?:--project |python3 |k6 run )([\w./-]+)")]
    private static partial Regex ProjectOrScript();

    [GeneratedRegex(@"-- (?:race|growth|workshop) ([a-z]+(?:-[a-z]+)*)")]
    private static partial Regex Slug();

    [GeneratedRegex(@":5080/((?:bad|good)/[\w/]+)")]
    private static partial Regex Lane();
}
