using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>A failure demo ends with the page or the stage that started it.</summary>
[Collection<ClockWork>]
public sealed class FailureDemoLeaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("failure-demos").FullName;
    private readonly ConcurrentQueue<string> _calls = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_with_a_stop_with_the_next_one_and_with_the_stage()
    {
        await using var api = await new FakeDemo { More = MapFailureDemos }.StartAsync();
        await using var app = await PageApp.StartAsync(Settings(api.Address), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };

        await PostAsync(http, "/stage/acts/hot-aggregations/refresh");
        await PostAsync(http, "/stage/acts/stop");
        await PostAsync(http, "/stage/acts/hot-aggregations/refresh");
        await PostAsync(http, "/stage/acts/row-locking/snapshot");
        Assert.Equal(["POST refresh", "DELETE refresh", "POST refresh", "DELETE refresh", "POST snapshot"], _calls);

        using var unknown = await http.PostAsync("/stage/acts/row-locking/refresh", null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        await app.StopAsync(Cancel);
        Assert.Equal("DELETE snapshot", _calls.Last());
    }

    [Fact]
    public async Task It_ends_when_no_page_is_open_any_more()
    {
        await using var api = await new FakeDemo { More = MapFailureDemos }.StartAsync();
        await using var app = await PageApp.StartAsync(Settings(api.Address), Cancel);
        using var http = new HttpClient { BaseAddress = new Uri(PageApp.AddressOf(app)) };
        using (await http.GetStreamAsync("/stage/events", Cancel))
        {
            await PostAsync(http, "/stage/acts/row-locking/snapshot");
        }

        while (_calls.Last() != "DELETE snapshot") await Task.Delay(50, Cancel);
    }

    private void MapFailureDemos(WebApplication app)
    {
        app.MapGet("/demo/acts", () => new[] { Demo("refresh", "hot-aggregations"), Demo("snapshot", "row-locking") });
        app.MapPost("/demo/acts/{name}", (string name) => _calls.Enqueue($"POST {name}"));
        app.MapDelete("/demo/acts/{name}", (string name) => _calls.Enqueue($"DELETE {name}"));
    }

    private static object Demo(string act, string slug)
        => new { act, slug, title = act, says = "It fails.", running = false };

    private PageSettings Settings(Uri target)
        => new(target, null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false) { Replays = _folder };

    /// <summary>Tries again until the stage has found the API.</summary>
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
