using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>
/// Each anti-pattern of the list has its files, routes, tests, README, race, k6 script and clickable requests.
/// </summary>
public sealed class ComplianceTests(Cluster cluster)
{
    public static TheoryData<string> Slugs => [.. AntiPatternCatalog.All.Select(pattern => pattern.Slug)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Slugs))]
    public void Every_folder_holds_the_six_files(string slug)
    {
        var name = Name(slug);
        var folder = Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns", name);

        Assert.All(
            [
                "README.md", $"{name}Endpoints.cs",
                $"{name}Bad.cs", $"{name}Good.cs", $"{name}Yours.cs", $"{name}Result.cs",
            ],
            file => Assert.True(File.Exists(Path.Combine(folder, file)), $"{folder} lacks {file}"));
    }

    [Theory, MemberData(nameof(Slugs))]
    public void Yours_is_shipped_as_a_copy_of_bad(string slug)
    {
        var name = Name(slug);
        string Read(string lane) => File.ReadAllText(
            Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns", name, $"{name}{lane}.cs"));
        var lines = Read("Yours").Split('\n');
        var turn = Assert.Single(
            Enumerable.Range(0, lines.Length),
            line => lines[line].Contains("// YOUR TURN: ", StringComparison.Ordinal));
        Assert.Equal(
            Read("Bad")
                .Replace($"{name}Bad", $"{name}Yours", StringComparison.Ordinal)
                .Replace("/bad/", "/yours/", StringComparison.Ordinal),
            string.Join('\n', [.. lines[..turn], .. lines[(turn + 2)..]])); // without the empty line after it
    }

    /// <summary>A next step has its own file, a route below good's, and a section of the README.</summary>
    [Theory, MemberData(nameof(Slugs))]
    public void Every_next_step_is_a_lane_below_good(string slug)
    {
        var (pattern, name) = (AntiPatternCatalog.All.Single(pattern => pattern.Slug == slug), Name(slug));
        var folder = Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns", name);
        var good = pattern.Lanes.Single(lane => lane.Name == "good").Path.Split('?');

        Assert.All(pattern.Lanes.Where(lane => lane.Step is not null), step =>
        {
            Assert.Equal($"{good[0]}/{step.Name}{(good.Length > 1 ? "?" + good[1] : "")}", step.Path);
            Assert.True(
                File.Exists(Path.Combine(folder, $"{name}{char.ToUpperInvariant(step.Name[0])}{step.Name[1..]}.cs")));
            var readme = File.ReadAllText(Path.Combine(folder, "README.md"));
            Assert.Contains("## The next step", readme, StringComparison.Ordinal);
            Assert.Contains($"race {slug} --lanes good,{step.Name}", readme, StringComparison.Ordinal);
        });
        Assert.All(pattern.Lanes, lane => Assert.Equal(lane.Name is "bad" or "good" or Lane.Yours, lane.Step is null));
    }

    /// <summary>The catalog decides on which page the race starts. All documents that name it agree.</summary>
    [Fact]
    public void The_deep_page_is_the_same_everywhere()
    {
        var pattern = AntiPatternCatalog.All.Single(pattern => pattern.Slug == "offset-pagination");
        var (page, words) = (
            $"page={pattern.Dial.Default}",
            string.Create(CultureInfo.InvariantCulture, $"age {pattern.Dial.Default:N0}"));
        string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

        Assert.Contains(words, pattern.Symptom, StringComparison.Ordinal);
        Assert.Contains(page, pattern.Lanes[0].Path, StringComparison.Ordinal);
        Assert.All(
            ["README.md", "PyConDemo.http", "src/PyConDemo.Api/AntiPatterns/OffsetPagination/README.md"],
            path => Assert.Contains(page, Read(path), StringComparison.Ordinal));
        Assert.All(
            ["docs/talk/slides.md", "src/PyConDemo.Api/AntiPatterns/OffsetPagination/README.md"],
            path => Assert.Contains(words, Read(path), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_folder_is_in_the_list()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns"));
        Assert.Equal(
            AntiPatternCatalog.All.Select(pattern => Name(pattern.Slug)).Order(),
            folders.Select(Path.GetFileName).Order());
    }

    [Theory, MemberData(nameof(Slugs))]
    public void Every_pattern_has_a_test_class(string slug)
        => Assert.NotNull(
            typeof(ComplianceTests).Assembly.GetType($"PyConDemo.Api.Tests.AntiPatterns.{Name(slug)}Tests"));

    [Theory, MemberData(nameof(Slugs))]
    public void Every_pattern_has_a_row_in_the_README_and_all_lanes_to_click(string slug)
    {
        var pattern = AntiPatternCatalog.All.Single(pattern => pattern.Slug == slug);
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var requests = File.ReadAllText(Path.Combine(Repository.Root, "PyConDemo.http"));

        Assert.Contains($"AntiPatterns/{Name(slug)}", readme, StringComparison.Ordinal);
        Assert.All(pattern.Lanes, lane => Assert.Contains(
            $"{lane.Method} {{{{api}}}}{lane.Path.Split('?')[0]}", requests, StringComparison.Ordinal));
    }

    /// <summary>Looks at the files, because the stage shares no code with the API.</summary>
    [Theory, MemberData(nameof(Slugs))]
    public void Every_pattern_has_a_race_and_a_k6_script(string slug)
    {
        var race = File.ReadAllText(
            Path.Combine(Repository.Root, $"src/PyConDemo.Stage/Racing/Races/{Name(slug)}Race.cs"));
        var script = File.ReadAllText(Path.Combine(Repository.Root, $"k6/{slug}.js"));

        Assert.Contains($"Race(\"{slug}\"", race, StringComparison.Ordinal);
        Assert.Contains("handleSummary", script, StringComparison.Ordinal);
        Assert.Contains($"slug = '{slug}'", script, StringComparison.Ordinal);
    }

    /// <summary>A reader of the script sees its requests. Only next steps come from the list.</summary>
    [Theory, MemberData(nameof(Slugs))]
    public void Every_k6_script_holds_the_requests_of_bad_and_good(string slug)
    {
        var pattern = AntiPatternCatalog.All.Single(pattern => pattern.Slug == slug);
        var script = File.ReadAllText(Path.Combine(Repository.Root, $"k6/{slug}.js"));

        Assert.All(pattern.Pair(), lane => Assert.Contains(
            $"http.{lane.Method.ToLowerInvariant()}(`${{BASE_URL}}{lane.Path.Split('?')[0]}",
            script,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_is_served_and_every_lane_is_documented()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();

        var served = await client.GetFromJsonAsync<List<AntiPattern>>("/demo/patterns", Cancel);
        Assert.Equal(AntiPatternCatalog.All.Select(pattern => pattern.Slug), served!.Select(pattern => pattern.Slug));

        var paths = (await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel)).GetProperty("paths");
        Assert.All(AntiPatternCatalog.All.SelectMany(pattern => pattern.Lanes), lane =>
        {
            var route = paths.GetProperty(lane.Path.Split('?')[0]).GetProperty(lane.Method.ToLowerInvariant());
            Assert.NotEmpty(route.GetProperty("summary").GetString()!);
            Assert.NotEmpty(route.GetProperty("description").GetString()!);
        });
    }

    [Fact]
    public async Task Every_lane_answers_its_example()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();

        foreach (var lane in AntiPatternCatalog.All.SelectMany(pattern => pattern.Lanes))
        {
            using var request = lane.ToRequest();
            using var response = await client.SendAsync(request, Cancel);
            Assert.True(response.IsSuccessStatusCode, $"{lane.Method} {lane.Path}: {(int)response.StatusCode}");
        }
    }

    private static string Name(string slug) => Repository.NameOf(slug);
}
