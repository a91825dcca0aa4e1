using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Page.Live;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>The page's server on a real socket, with a fake API.</summary>
[Collection<ClockWork>]
public sealed class PageServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("page").FullName;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_joins_the_race_and_a_stop_ends_it()
    {
        await using var api = await new FakeDemo().StartAsync();
        await using var app = await PageApp.StartAsync(Settings(api.Address), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        var first = await StartAsync(http, "offset-pagination");
        var second = await StartAsync(http, "n-plus-one");
        Assert.False(first.Joined);
        Assert.Equal((first.Id, "offset-pagination", true), (second.Id, second.Slug, second.Joined));

        using var stopped = await http.PostAsync("/stage/races/stop", null, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        Assert.False((await StartAsync(http, "n-plus-one")).Joined);
        using var again = await http.PostAsync("/stage/races/stop", null, Cancel);
    }

    [Fact]
    public async Task Pages_come_from_the_program_with_a_strict_policy_and_other_sites_may_do_nothing()
    {
        await using var app = await PageApp.StartAsync(Settings(new Uri("http://127.0.0.1:1")), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        (string, string)[] files =
        [
            ("/", "text/html"), ("/index.html", "text/html"), ("/js/main.js", "text/javascript"),
            ("/js/failure-demos.js", "text/javascript"), ("/css/stage.css", "text/css"), ("/icon.svg", "image/svg+xml"),
        ];
        foreach (var (path, type) in files)
        {
            using var answer = await http.GetAsync(path, Cancel);
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl?.NoStore);
        }

        using var missing = await http.GetAsync("/js/../../secret", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/stage/races/stop")
        {
            Headers = { { "Origin", "https://example.org" } },
        };
        using var refused = await http.SendAsync(foreign, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    /// <summary>A page that points its own name at this machine gets nothing, and no other page changes anything.
    /// </summary>
    [Fact]
    public async Task Other_names_and_other_sites_are_refused()
    {
        var settings = Settings(new Uri("http://127.0.0.1:1")) with { AllowedHosts = ["stage.example"] };
        await using var app = await PageApp.StartAsync(settings, Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        string[] paths = ["/", "/stage/events", "/stage/replays", "/stage/talk", "/js/main.js", "/talk", "/nothing"];
        foreach (var path in paths)
        {
            using var other = await SendAsync(HttpMethod.Get, path, ("Host", "evil.example"));
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, other.StatusCode));
            Assert.Equal("application/problem+json", other.Content.Headers.ContentType?.MediaType);
            AssertHeaders(other);
        }

        foreach (var host in (string[])["localhost:1", "[::1]", "stage.example"])
        {
            using var own = await SendAsync(HttpMethod.Get, "/stage/replays", ("Host", host));
            Assert.Equal((host, HttpStatusCode.OK), (host, own.StatusCode));
        }

        (string, string)[] foreign =
        [
            ("Origin", "http://evil.example"), ("Origin", "null"), ("Origin", "http://127.0.0.1:1"),
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
        ];
        foreach (var header in foreign)
        {
            using var refused = await SendAsync(HttpMethod.Post, "/stage/races/stop", header);
            Assert.Equal((header, HttpStatusCode.Forbidden), (header, refused.StatusCode));
            AssertHeaders(refused);
        }

        foreach (var origin in (string[])[PageApp.AddressOf(app), "https://stage.example"])
        {
            using var allowed = await SendAsync(HttpMethod.Post, "/stage/races/stop", ("Origin", origin));
            Assert.Equal((origin, HttpStatusCode.NoContent), (origin, allowed.StatusCode));
        }

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, (string Name, string Value) header)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        }
    }

    [Fact]
    public async Task A_bad_replay_is_in_the_list_and_answers_with_its_problem()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.json"), """{"schemaVersion":1,"id":"bad"}""", Cancel);
        await using var app = await PageApp.StartAsync(Settings(new Uri("http://127.0.0.1:1")), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        Assert.Equal(
            """[{"id":"bad","problem":"bad.json is not shown: it is not the JSON of a replay."}]""",
            await http.GetStringAsync("/stage/replays", Cancel));
        using var answer = await http.GetAsync("/stage/replays/bad", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        AssertHeaders(answer);
    }

    /// <summary>The key in a target's address is sent to the API, and is never shown.</summary>
    [Fact]
    public async Task The_key_of_the_target_is_not_on_the_page()
    {
        await using var api = await new FakeDemo().StartAsync();
        var target = new Uri($"http://:the-secret-key-of-the-api@{api.Address.Authority}");
        await using var app = await PageApp.StartAsync(Settings(target), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        await StartAsync(http, "offset-pagination");
        await using var events = await http.GetStreamAsync("/stage/events", Cancel);
        await foreach (var message in SseParser.Create(events).EnumerateAsync(Cancel))
        {
            Assert.DoesNotContain("secret", message.Data, StringComparison.Ordinal);
            if (message.EventType == "lanes") break;
        }

        using var stopped = await http.PostAsync("/stage/races/stop", null, Cancel);
    }

    private static void AssertHeaders(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_API_a_race_is_refused_in_one_line()
    {
        await using var app = await PageApp.StartAsync(Settings(new Uri("http://127.0.0.1:1")), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        using var answer = await http.PostAsync("/stage/races/n-plus-one", null, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("The API is still starting.", problem, StringComparison.Ordinal);
        Assert.Equal("[]", await http.GetStringAsync("/stage/replays", Cancel));
    }

    [Fact]
    public async Task A_race_takes_the_lanes_that_it_is_asked_for()
    {
        await using var api = await new FakeDemo().StartAsync();
        await using var app = await PageApp.StartAsync(Settings(api.Address), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        await StartAsync(http, "offset-pagination?lanes=good,leased");
        Assert.Equal("""["good","leased"]""", await LabelsAsync(http));
        using var stopped = await http.PostAsync("/stage/races/stop", null, Cancel);
    }

    [Theory]
    [InlineData("n-plus-one?lanes=good,leased", "n-plus-one has no lane 'leased'. There are: bad, good, yours.")]
    [InlineData("offset-pagination?lanes=good,leasd", "offset-pagination has no lane 'leasd'. Did you mean 'leased'?")]
    [InlineData("offset-pagination?lanes=good", "lanes takes two or three names: bad,good.")]
    [InlineData("offset-pagination?lanes=", "lanes takes two or three names: bad,good.")]
    [InlineData("offset-pagination?lanes=bad,good,leased,yours", "lanes takes two or three names: bad,good.")]
    [InlineData("offset?lanes=bad,good", "There is no anti-pattern 'offset'.")]
    public async Task Lanes_that_are_not_there_are_refused_in_one_line(string asked, string line)
    {
        await using var api = await new FakeDemo().StartAsync();
        await using var app = await PageApp.StartAsync(Settings(api.Address), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        await StartAsync(http, "n-plus-one"); // now the stage has found the API
        using var stopped = await http.PostAsync("/stage/races/stop", null, Cancel);
        using var answer = await http.PostAsync($"/stage/races/{asked}", null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<ProblemDetails>(Cancel);
        Assert.StartsWith(line, problem!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Detail!);
    }

    /// <summary>The running race's lanes, as the page receives them.</summary>
    private static async Task<string> LabelsAsync(HttpClient http)
    {
        await using var events = await http.GetStreamAsync("/stage/events", Cancel);
        await foreach (var message in SseParser.Create(events).EnumerateAsync(Cancel))
            if (message.EventType == "lanes") return JsonNode.Parse(message.Data)!["labels"]!.ToJsonString();
        return "";
    }

    private PageSettings Settings(Uri target)
        => new(target, null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false) { Replays = _folder };

    /// <summary>Tries again until the stage has found the API.</summary>
    private static async Task<StartedRace> StartAsync(HttpClient http, string slug)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await http.PostAsync($"/stage/races/{slug}", null, limit.Token);
            if (answer.IsSuccessStatusCode) return (await answer.Content.ReadFromJsonAsync<StartedRace>(limit.Token))!;
            await Task.Delay(50, limit.Token);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
