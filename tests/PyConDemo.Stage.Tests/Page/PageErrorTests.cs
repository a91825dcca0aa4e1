using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using PyConDemo.Stage.Page;
using PyConDemo.Testing.GeneratedRequests;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>The answers of the page's server to requests that are wrong.</summary>
[Collection<ClockWork>]
public sealed class PageErrorTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["slug"] = ["offset-pagination", "row-locking", "nope"],
        ["name"] = ["held-snapshot", "nope"],
        ["id"] = ["20250101-000000-000-n-plus-one", "broken", "nope"],
        ["lanes"] = ["bad,good", "bad", ",", "good,leased"],
        ["slide"] = ["1", "40"],
    };

    private readonly ScratchFolder _folder = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Files that are replays in part only. None may disturb the list.
        _folder.File("broken.json", "{");
        _folder.File("empty.json", "{}");
        _folder.File("no-run.json", """{"schemaVersion":1,"id":"x","race":{"slug":"x","lanes":[]},"events":[]}""");
        _folder.File(
            "no-lane.json",
            """{"schemaVersion":1,"id":"x","run":{},"race":{"slug":"x","lanes":[null]},"events":[]}""");
        var nobody = new Uri("http://127.0.0.1:1");
        var settings = new PageSettings(
            nobody, null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false);
        _app = await PageApp.StartAsync(settings with { Replays = _folder.Path }, Cancel);
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new(PageApp.AddressOf(_app)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/stage/nope", 404)]
    [InlineData("GET", "/stage/replays/nope", 404)]
    [InlineData("GET", "/stage/replays/nope/report", 404)]
    [InlineData("GET", "/stage/replays/nope/csv", 404)]
    [InlineData("GET", "/talk/x", 404)]
    [InlineData("GET", "/stage/races/stop", 405)]
    [InlineData("POST", "/stage/talk", 405)]
    [InlineData("POST", "/stage/races/nope", 404)]
    [InlineData("POST", "/stage/races/n-plus-one", 409)]
    [InlineData("POST", "/stage/patterns/n-plus-one/why?at=x", 400)]
    [InlineData("POST", "/stage/patterns/n-plus-one/why", 409)]
    [InlineData("GET", "/stage/acts", 409)]
    public async Task An_error_is_a_problem_whatever_the_client_accepts(string method, string path, int status)
    {
        foreach (var accept in (string?[])[null, "text/html", "application/xml", "garbage"])
        {
            using var request = new HttpRequestMessage(new(method), path);
            if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await _client.SendAsync(request, Cancel);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = (await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel))!;
            Assert.Equal(status, problem.Status);
            Assert.False(string.IsNullOrEmpty(problem.Title));
        }
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/js/main.js", "text/javascript")]
    [InlineData("/stage/talk", "application/json")]
    [InlineData("/stage/replays", "application/json")]
    [InlineData("/stage/events", "text/event-stream")]
    [InlineData("/openapi/v1.json", "application/json")]
    [InlineData("/stage/replays/nope", "application/problem+json")]
    public async Task HEAD_has_the_status_and_type_of_GET_and_ends(string path, string type)
    {
        using var get = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _client.SendAsync(request, Cancel);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(type, head.Content.Headers.ContentType?.MediaType);
        Assert.Equal(type, get.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_range_that_a_file_does_not_have_is_a_problem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/js/main.js");
        request.Headers.Range = new(from: 999_999_999, to: null);
        using var response = await _client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Files_that_are_no_replays_are_named_with_a_reason()
    {
        var list = await _client.GetStringAsync("/stage/replays", Cancel);

        Assert.All(
            ["broken", "empty", "no-run", "no-lane"],
            name => Assert.Contains($"{name}.json is not shown: ", list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_answer_is_one_that_the_document_lists()
    {
        var run = new GeneratedRequestRun(_client.BaseAddress!, Examples, costly: []);
        await run.SendAsync(GeneratedRequestRun.Count, Cancel);
        output.WriteLine($"{GeneratedRequestRun.Count} requests\n{run.Summary}");

        Assert.True(run.Faults.Count == 0, $"{run.Faults.Count} faults:\n{string.Join('\n', run.Faults.Take(50))}");
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/stage/talk", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/stage/replays", Cancel)).StatusCode);
    }
}
