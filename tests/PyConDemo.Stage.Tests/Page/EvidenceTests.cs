using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Page.Evidence;
using PyConDemo.Stage.Replays;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>What one request costs, as the page measures it between races.</summary>
[Collection<ClockWork>]
public sealed class EvidenceTests : IDisposable
{
    private const string Path = "/stage/patterns/offset-pagination/why";
    private readonly ScratchFolder _folder = new();
    private int _requests;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_first_race_each_lane_is_measured_once()
    {
        await using var api = await new FakeDemo { More = CountRequests }.StartAsync();
        await using var app = await StartAsync(api.Address);
        using var http = Client(app);
        var pair = await MeasureAsync(http, Path);
        Assert.Equal(["bad", "good"], pair!.Lanes.Select(l => l.Lane));
        var (perLane, afterPair) = (_requests / 2, _requests);
        Assert.True(perLane > 0);

        await Task.WhenAll(MeasureAsync(http, Path), MeasureAsync(http, Path)); // two more viewers
        Assert.Equal(afterPair, _requests);

        var three = await MeasureAsync(http, $"{Path}?lanes=bad,good,yours");
        Assert.Equal(["bad", "good", "yours"], three!.Lanes.Select(l => l.Lane));
        Assert.True(_requests > afterPair);
    }

    /// <summary>An error would be red in the browser's console, and nobody did anything wrong.</summary>
    [Fact]
    public async Task A_race_goes_first_and_the_measurement_answers_without_content()
    {
        var slow = new FakeLane(TimeSpan.FromSeconds(20), MaxConcurrent: 4, Commands: 1);
        await using var api = await new FakeDemo { Bad = slow, More = CountRequests }.StartAsync();
        await using var app = await StartAsync(api.Address);
        using var http = Client(app);
        await ReadyAsync(http);
        var measuring = http.PostAsync($"{Path}?at=201", null, Cancel);
        var waiting = http.PostAsync("/stage/patterns/n-plus-one/why", null, Cancel);
        while (Volatile.Read(ref _requests) == 0) await Task.Delay(10, Cancel);
        using var race = await http.PostAsync("/stage/races/offset-pagination", null, Cancel);
        using var first = await measuring;
        using var second = await waiting;
        using var during = await http.PostAsync(Path, null, Cancel);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NoContent],
            new[] { race, first, second, during }.Select(answer => answer.StatusCode));
        using var stopped = await http.PostAsync("/stage/races/stop", null, Cancel);
    }

    [Fact]
    public void A_raced_lane_is_asked_again_with_the_request_of_the_race()
    {
        var pattern = new Pattern("offset-pagination", "", "", "", [new("bad", "POST", "/yours/orders", "{}")], null);
        var raced = Reports.Race().Lanes[0] with { Request = "POST /yours/orders?after=abc&size=50" };
        var sent = SentRequest.Of(pattern, raced);
        Assert.Equal(("bad", new LaneRequest("POST", "/yours/orders?after=abc&size=50", "{}")), (sent.Lane, sent.Request));
    }

    private void CountRequests(WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value!.EndsWith("/orders", StringComparison.Ordinal)) Interlocked.Increment(ref _requests);
        return next(context);
    });

    private Task<WebApplication> StartAsync(Uri target) => PageApp.StartAsync(
        new PageSettings(target, null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false)
        {
            Replays = _folder.Path,
        },
        Cancel);

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new(PageApp.AddressOf(app)) };

    private static async Task<EvidenceAnswer?> MeasureAsync(HttpClient http, string path)
    {
        await ReadyAsync(http);
        using var answer = await http.PostAsync(path, null, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<EvidenceAnswer>(PageJson.Options, Cancel);
    }

    /// <summary>Waits until the stage has found the API.</summary>
    private static async Task ReadyAsync(HttpClient http)
    {
        while ((await http.GetAsync("/stage/patterns/offset-pagination/source", Cancel)).StatusCode
            == HttpStatusCode.Conflict)
        {
            await Task.Delay(50, Cancel);
        }
    }

    public void Dispose() => _folder.Dispose();
}
