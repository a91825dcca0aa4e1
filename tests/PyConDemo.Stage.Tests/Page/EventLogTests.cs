using System.Net.ServerSentEvents;
using PyConDemo.Stage.Page;

namespace PyConDemo.Stage.Tests.Page;

public class EventLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_viewer_sees_everything_in_order_and_then_each_new_message()
    {
        var log = new EventLog();
        log.SetState("state", new { api = "ready" });
        log.Append("started", new { slug = "x" });
        var viewer = log.FollowAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.Equal("state", await NextAsync(viewer));
        Assert.Equal(1, log.Viewers);
        Assert.Equal("started", await NextAsync(viewer));
        log.Append("ended", new { });
        Assert.Equal("ended", await NextAsync(viewer));
        await viewer.DisposeAsync();
        Assert.Equal(0, log.Viewers);
    }

    [Fact]
    public async Task A_new_race_removes_the_last_ones_events_but_keeps_the_states()
    {
        var log = new EventLog();
        log.SetState("state", new { api = "starting" });
        log.Append("points", new { });
        log.SetState("state", new { api = "ready" });
        log.ClearRace();
        log.Append("started", new { });
        var viewer = log.FollowAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await viewer.MoveNextAsync());
        Assert.Equal(("state", """{"api":"ready"}"""), (viewer.Current.EventType, viewer.Current.Data));
        Assert.Equal("started", await NextAsync(viewer));
        await viewer.DisposeAsync();
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<SseItem<string>> viewer)
    {
        Assert.True(await viewer.MoveNextAsync());
        return viewer.Current.EventType;
    }
}
