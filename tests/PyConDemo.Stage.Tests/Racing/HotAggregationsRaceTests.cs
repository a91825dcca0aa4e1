using Microsoft.AspNetCore.Builder;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing.Races;

namespace PyConDemo.Stage.Tests.Racing;

public class HotAggregationsRaceTests
{
    /// <summary>A cached lane shows the old data for a while after a refresh. That is not a different answer.</summary>
    [Fact]
    public async Task A_cached_lane_is_compared_when_it_shows_the_refresh()
    {
        var before = new { orders = 10, asOf = "2025-01-01T00:00:00Z" };
        var after = new { orders = 12, asOf = "2025-01-01T00:00:09Z" };
        var (refreshed, stale) = (false, 3);
        await using var server = await FakeServer.StartAsync(app =>
        {
            app.MapPost("/demo/dashboard/refresh", () => { refreshed = true; });
            app.MapGet("/good/dashboard", () => refreshed ? after : before);
            app.MapGet("/good/dashboard/cached", () => stale-- > 0 ? before : after);
        });
        using var client = new DemoClient(server.Address);
        PatternLane good = new("good", "GET", "/good/dashboard", null);
        PatternLane cached = new("cached", "GET", "/good/dashboard/cached", null, "It keeps the answer for a second.");
        var pattern = new Pattern("hot-aggregations", "", "", "", [good, cached], null);

        await new HotAggregationsRace().CheckAnswersAsync(
            client, pattern, good.Request, cached.Request, TestContext.Current.CancellationToken);
        Assert.True(stale < 0);
    }
}
