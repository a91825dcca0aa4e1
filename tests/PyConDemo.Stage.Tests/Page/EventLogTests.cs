using PyConDemo.Stage.Page;

namespace PyConDemo.Stage.Tests.Page;

public class EventLogTests
{
    [Fact]
    public async Task A_late_viewer_sees_everything_in_order_and_then_what_comes()
    {
        var tape = new EventLog();
        tape.SetState("state", new { api = "ready" });
        tape.Append("started", new { slug = "x" });
        var viewer = tape.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal("state", await NextAsync(viewer));
        Assert.Equal(1, tape.Viewers);
        Assert.Equal("started", await NextAsync(viewer));
        tape.Append("ended", new { });
        Assert.Equal("ended", await NextAsync(viewer));
        await viewer.DisposeAsync();
        Assert.Equal(0, tape.Viewers);
    }

    [Fact]
    public async Task A_new_race_forgets_the_last_one_but_not_what_still_is_true()
    {
        var tape = new EventLog();
        tape.SetState("state", new { api = "starting" });
        tape.Append("points", new { });
        tape.SetState("state", new { api = "ready" });
        tape.ClearRace();
        tape.Append("started", new { });
        var viewer = tape.FollowAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await viewer.MoveNextAsync());
        Assert.Equal(("state", """{"api":"ready"}"""), (viewer.Current.EventType, viewer.Current.Data));
        Assert.Equal("started", await NextAsync(viewer));
        await viewer.DisposeAsync();
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> viewer)
    {
        Assert.True(await viewer.MoveNextAsync());
        return viewer.Current.EventType;
    }
}
