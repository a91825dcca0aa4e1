using PyConDemo.ApiClient;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Target;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.Racing;

[Collection<ClockWork>]
public class RaceRunnerTests
{
    /// <summary>Short, and tolerant of a busy machine: the tests check the method, not the machine.</summary>
    private static readonly RaceSettings Short = new()
    {
        Seed = 1,
        Clients = 8,
        Duration = TimeSpan.FromSeconds(4),
        WarmUp = TimeSpan.FromMilliseconds(300),
        CapacityBlock = TimeSpan.FromMilliseconds(500),
        Timeout = TimeSpan.FromSeconds(3),
        Overload = TimeSpan.FromSeconds(3),
        MaxLag = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public async Task A_slow_lane_loses_and_the_verdict_says_so()
    {
        // The capacities are 33 and about 1,500 per second: one lane sustains the overload even on a busy machine.
        var demo = new FakeDemo { Bad = new(TimeSpan.FromMilliseconds(60), MaxConcurrent: 2, Commands: 101) };
        await using var server = await demo.StartAsync();
        var race = await RunAsync(server, Short);

        Assert.Null(race.Refused);
        Assert.Equal(Claim.FirstSlower, race.Claim);
        Assert.Equal(20, race.Blocks);
        // The ratio is 30 on an idle machine. A busy one adds the same wait to both lanes, which moves the ratio
        // towards 1 but not below the claim's limit.
        Assert.InRange(race.Compared!.Ratio, 1.15, 35);
        Assert.Equal((101, 1), ((int)race.Lanes[0].Counts!.Commands!, (int)race.Lanes[1].Counts!.Commands!));
        Assert.False(race.Lanes[0].Overload!.Holds);
        Assert.True(race.Lanes[1].Overload!.Holds);
        Assert.Null(race.Lanes[0].Overload!.Latency); // no latency when a lane does not sustain the rate
        Assert.True(race.BystanderAlone!.P95 > 0);
        Assert.Matches("which both sustain, bad answers (half|95 %) within", race.Verdict); // half when few were sent
        Assert.Contains("bad does not: ", race.Verdict, StringComparison.Ordinal);
        Assert.Contains("/good/orders?size=50&after=after-10000", race.Lanes[1].Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lane_that_races_itself_does_not_differ()
    {
        await using var server = await new FakeDemo().StartAsync();
        var race = await RunAsync(server, Short with { Lanes = ["good", "good"] });
        // A 99 % interval lets one race in a hundred claim a difference. Two in a row would be a bias.
        if (race.Claim != Claim.NoDifference)
            race = await RunAsync(server, Short with { Lanes = ["good", "good"], Seed = 2 });
        Assert.Null(race.Refused);
        Assert.Equal(["good A", "good B"], race.Lanes.Select(l => l.Label));
        Assert.Equal(Claim.NoDifference, race.Claim);
        Assert.Null(race.OverloadRate);
        Assert.Contains("no difference", race.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_lanes_race_in_one_and_each_is_compared_with_the_first()
    {
        await using var server = await new FakeDemo().StartAsync();
        var race = await RunAsync(server, Short with { Lanes = ["bad", "good", "yours"] });
        Assert.Null(race.Refused);
        Assert.Equal(["bad", "good", "yours"], race.Lanes.Select(l => l.Label));
        Assert.All(race.Lanes, lane => Assert.True(
            lane is { Capacity: > 0, Sustained: { Sent: > 0, Holds: true }, Overload.Sent: > 0, Cost.Requests: > 0 }));
        Assert.Equal((20, Claim.FirstSlower), (race.Blocks, race.Claim));
        Assert.Equal(("yours", Claim.NoDifference), (race.Third!.Lane, race.Third.Claim)); // as shipped, it is bad
        Assert.Equal([101L, 1L, 101L], race.Lanes.Select(l => l.Counts!.Commands!.Value));
        Assert.Matches(
            "which all sustain, bad answers .+, good within .+; yours within .+: no difference", race.Verdict);
        Assert.Contains("good still does; bad and yours do not: ", race.Verdict, StringComparison.Ordinal);
        Assert.Contains("/yours/orders?size=50&page=201", race.Lanes[2].Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_next_step_races_the_good_lane()
    {
        var demo = new FakeDemo { Leased = new(TimeSpan.FromMilliseconds(2), MaxConcurrent: 4, Commands: 2) };
        await using var server = await demo.StartAsync();
        var race = await RunAsync(server, Short with { Lanes = ["good", "leased"] });
        Assert.Null(race.Refused);
        Assert.Equal(["good", "leased"], race.Lanes.Select(l => l.Label));
        Assert.Equal([1L, 2L], race.Lanes.Select(l => l.Counts!.Commands!.Value));
        Assert.Matches("which both sustain, good answers .+, leased within ", race.Verdict);
        Assert.Equal("GET /good/orders/leased?size=50&after=after-10000", race.Lanes[1].Request);
    }

    [Fact]
    public async Task Lanes_that_answer_differently_are_not_raced()
    {
        await using var server = await new FakeDemo { GoodAnswer = """{"items":[{"id":2,"name":"a"}]}""" }.StartAsync();
        var race = await RunAsync(server, Short);
        Assert.Equal("the lanes answer differently: answer.items[0].id is 2, not 1", race.Refused);
        Assert.StartsWith("No verdict", race.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_generator_refuses_the_race_instead_of_blaming_a_lane()
    {
        await using var server = await new FakeDemo().StartAsync();
        var race = await RunAsync(
            server, Short with { MaxLag = TimeSpan.FromTicks(1), MaxLagShare = 0, Duration = TimeSpan.FromSeconds(1) });
        Assert.Contains("the load generator itself was", race.Refused, StringComparison.Ordinal);
        Assert.Null(race.Claim);
    }

    private static async Task<RaceResult> RunAsync(FakeServer server, RaceSettings settings)
    {
        using var client = new DemoClient(server.Address);
        var cancellationToken = TestContext.Current.CancellationToken;
        var (patterns, _) = await TargetCheck.RunAsync(client, cancellationToken);
        return await new RaceRunner(client, settings, new SilentObserver())
            .RunAsync(
                RaceCatalog.Find("offset-pagination"), patterns.Single(p => p.Slug == "offset-pagination"),
                cancellationToken);
    }
}
