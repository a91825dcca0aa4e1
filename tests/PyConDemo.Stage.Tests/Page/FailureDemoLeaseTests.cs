using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>A second act never outlives whoever started it.</summary>
[Collection<ClockWork>]
public sealed class FailureDemoLeaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("acts").FullName;
    private readonly ConcurrentQueue<string> _asked = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_undone_by_a_stop_by_the_next_one_and_by_the_end_of_the_stage()
    {
        await using var toy = await new FakeDemo { More = MapActs }.StartAsync();
        await using var app = await PageApp.StartAsync(new PageSettings(toy.Address, null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false)
        {
            Replays = _folder,
        }, Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };

        await PostAsync(http, "/stage/acts/hot-aggregations/refresh");
        await PostAsync(http, "/stage/acts/stop");
        await PostAsync(http, "/stage/acts/hot-aggregations/refresh");
        await PostAsync(http, "/stage/acts/row-locking/snapshot");
        Assert.Equal(["POST refresh", "DELETE refresh", "POST refresh", "DELETE refresh", "POST snapshot"], _asked);

        using var unknown = await http.PostAsync("/stage/acts/row-locking/refresh", null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        await app.StopAsync(Cancel);
        Assert.Equal("DELETE snapshot", _asked.Last());
    }

    [Fact]
    public async Task It_is_undone_when_nobody_watches_any_more()
    {
        await using var toy = await new FakeDemo { More = MapActs }.StartAsync();
        await using var app = await PageApp.StartAsync(new PageSettings(toy.Address, null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false)
        {
            Replays = _folder,
        }, Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        using (await http.GetStreamAsync("/stage/events", Cancel)) await PostAsync(http, "/stage/acts/row-locking/snapshot");
        while (_asked.Last() != "DELETE snapshot") await Task.Delay(50, Cancel);
    }

    private void MapActs(WebApplication app)
    {
        app.MapGet("/demo/acts", () => new[] { Act("refresh", "hot-aggregations"), Act("snapshot", "row-locking") });
        app.MapPost("/demo/acts/{act}", (string act) => _asked.Enqueue($"POST {act}"));
        app.MapDelete("/demo/acts/{act}", (string act) => _asked.Enqueue($"DELETE {act}"));
    }

    private static object Act(string act, string slug) => new { act, slug, title = act, says = "It fails.", running = false };

    /// <summary>The API may take a moment to be found.</summary>
    private static async Task PostAsync(HttpClient http, string path)
    {
        while (true)
        {
            using var answer = await http.PostAsync(path, null, Cancel);
            if (answer.IsSuccessStatusCode) return;
            await Task.Delay(50, Cancel);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
