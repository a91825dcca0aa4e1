using PyConDemo.ApiClient;
using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Races;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.Racing;

public class RowLockingRaceTests
{
    private static readonly RaceSettings Settings = new() { QueueToDrain = 120 };

    [Fact]
    public async Task Workers_drain_a_queue_of_the_chosen_length_and_a_failed_claim_takes_no_job()
    {
        var demo = new FakeDemo { Bad = new(TimeSpan.Zero, MaxConcurrent: 8, Commands: 1) };
        await using var server = await demo.StartAsync();
        using var client = new DemoClient(server.Address);
        var pattern = new Pattern("row-locking", "", "", "", [], null);
        using var context = new RaceContext(
            client, new RowLockingRace(), pattern, [Lane(0, "/bad/orders"), Lane(1, "/nowhere")], Settings,
            new SilentObserver(), 0);

        var extras = await new RowLockingRace().MeasureExtrasAsync(context, TestContext.Current.CancellationToken);
        var drained = extras[0];
        Assert.Equal("8 workers drain 120 jobs", drained.Name);
        Assert.True(drained.First > 0);
        Assert.Equal(0, drained.Second);
        Assert.Equal(2, demo.Resets);

        RaceLane Lane(int index, string path) => new(
            index, path, path, LaneRequest.Get(path), new RequestSender(server.Address, Settings.Timeout));
    }
}
