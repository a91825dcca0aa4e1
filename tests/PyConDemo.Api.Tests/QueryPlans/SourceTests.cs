using System.Net;
using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.QueryPlans;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.QueryPlans;

public sealed class SourceTests(SmallApp small) : IClassFixture<SmallApp>
{
    public static TheoryData<string> Slugs => [.. AntiPatternCatalog.All.Select(pattern => pattern.Slug)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Slugs))]
    public async Task The_sources_are_the_files(string slug)
    {
        var source = await small.Client.GetFromJsonAsync<PatternSource>($"/demo/patterns/{slug}/source", Cancel);

        var name = Repository.NameOf(slug);
        Assert.Equal(slug, source!.Slug);
        var lanes = AntiPatternCatalog.All.Single(pattern => pattern.Slug == slug).Lanes
            .Select(lane => lane.Name).ToList();
        Assert.Equal(["bad", "good"], lanes.Take(2));
        Assert.Equal(lanes, source.Lanes.Select(lane => lane.Lane));
        Assert.Equal(
            lanes.Select(lane => $"{name}{char.ToUpperInvariant(lane[0])}{lane[1..]}.cs"),
            source.Lanes.Select(lane => lane.File));
        Assert.All(source.Lanes, lane => Assert.Equal(OnDisk(name, lane.File), lane.Text));
        Assert.Equal(OnDisk(name, "README.md"), source.Readme);
    }

    [Fact]
    public async Task An_unknown_pattern_is_not_found()
        => Assert.Equal(
            HttpStatusCode.NotFound, (await small.Client.GetAsync("/demo/patterns/nothing/source", Cancel)).StatusCode);

    private static string OnDisk(string name, string file)
        => File.ReadAllText(Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns", name, file));
}
