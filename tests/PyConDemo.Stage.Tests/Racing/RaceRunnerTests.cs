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
    /// <summary>Short, and tolerant of a busy machine: the tests check the method, not the machine. A race mostly ends
    /// before its longest duration.</summary>
    private static readonly RaceSettings Short = new()
    {
        Seed = 1,
        Clients = 8,
        Duration = TimeSpan.FromSeconds(10),
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
        Assert.InRange(race.Blocks, 8, 40); // 8 on an idle machine
        // The ratio is 30 on an idle machine. A busy one adds the same wait to both lanes, which moves the ratio
        // towards 1 but not below the claim's limit.
        Assert.InRange(race.Compared!.Ratio, 1.15, 35);
        Assert.Equal((101, 1), ((int)race.Lanes[0].Counts!.Commands!, (int)race.Lanes[1].Counts!.Commands!));
        Assert.False(race.Lanes[0].Overload!.Holds);
        Assert.True(race.Lanes[1].Overload!.Holds);
        Assert.Null(race.Lanes[0].Overload!.Latency); // no latency when a lane does not sustain the rate
        Assert.True(race.BystanderAlone!.P95 > 0);
        Assert.Matches("a load both can sustain, bad takes .+ and good .+ \\(median\\). Good is .+ times faster", race.Verdict);
        Assert.Matches("good still keeps up; bad answers ", race.Verdict);
        Assert.Contains("/good/orders?size=50&after=after-10000", race.Lanes[1].Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lane_that_races_itself_does_not_differ()
    {
        await using var server = await new FakeDemo().StartAsync();
        var race = await RunAsync(server, Short with { Lanes = ["good", "good"] });
        // A 99 % interval lets one race in a hundred claim a difference. Two in a row would be a bias.
        if (race.Claim is not (Claim.NoDifference or Claim.Undecided))
            race = await RunAsync(server, Short with { Lanes = ["good", "good"], Seed = 2 });
        Assert.Null(race.Refused);
        Assert.Equal(["good A", "good B"], race.Lanes.Select(l => l.Label));
        Assert.True(race.Claim is Claim.NoDifference or Claim.Undecided, $"{race.Claim}"); // undecided if it is busy
        Assert.Null(race.OverloadRate);
        Assert.Matches("There is no difference between good A and good B|The race was too short", race.Verdict);
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
        Assert.Equal(Claim.FirstSlower, race.Claim);
        Assert.Equal("yours", race.Third!.Lane);
        Assert.True(race.Third.Claim is Claim.NoDifference or Claim.Undecided); // as shipped, it is bad
        Assert.Equal([101L, 1L, 101L], race.Lanes.Select(l => l.Counts!.Commands!.Value));
        Assert.Matches("a load all can sustain, bad takes .+, good .+ and yours .+ \\(median\\).", race.Verdict);
        Assert.Contains("Good is ", race.Verdict, StringComparison.Ordinal);
        Assert.Matches("good still keeps up; bad .+ and yours ", race.Verdict);
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
        Assert.Matches("a load both can sustain, good takes .+ and leased .+ \\((median|p95)\\).", race.Verdict);
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
        Assert.StartsWith("No verdict: this machine was too busy. Our own requests left up to ", race.Verdict,
            StringComparison.Ordinal);
        Assert.Equal((null, null), (race.Claim, race.Compared));
        Assert.All(race.Lanes, lane => Assert.True(lane is { Capacity: > 0, Sustained.Sent: > 0 })); // still shown
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
