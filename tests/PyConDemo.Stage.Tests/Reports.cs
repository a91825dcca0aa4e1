using PyConDemo.ApiClient;
using PyConDemo.Load;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests;

/// <summary>Examples of finished races.</summary>
internal static class Reports
{
    public static readonly RunFacts Facts = new(
        new DateTimeOffset(2025, 10, 9, 12, 0, 0, TimeSpan.Zero), "2 cores", "http://127.0.0.1:5080/", "1.0.0",
        "medium", "15.18", "stage", 7, 5, 0.04, 20);

    public static RaceResult Race()
    {
        var result = new RaceResult(
            "offset-pagination", "OFFSET <pagination>", "Deep pages | are slow.",
            [Lane("bad", 6, 132, holds: false), Lane("good", 900, 4, holds: true)], 3, 20, new(0.5, 30, 27, 34),
            new(0.95, 33, 29, 37), new(0.95, 33, 29, 37), Claim.FirstSlower, 40, Even(4),
            [new("drained", "jobs/s", 12.34, null)], 40, "", null);
        return result with { Verdict = Verdict.Of(result) };
    }

    /// <summary>The same race with an attendee's own lane, as shipped.</summary>
    public static RaceResult RaceOfThree()
    {
        var (race, interval) = (Race(), new RatioInterval(0.95, 1, 0.9, 1.1));
        race = race with
        {
            Lanes = [.. race.Lanes, Lane("yours", 6, 130, holds: false)],
            Third = new("yours", interval with { Quantile = 0.5 }, interval, interval, Claim.NoDifference),
        };
        return race with { Verdict = Verdict.Of(race) };
    }

    /// <summary>The same race, in which bad and the bystander next to it fail in every way.</summary>
    public static RaceResult RaceWithRefusals()
    {
        var race = Race();
        var bad = race.Lanes[0].Overload! with
        {
            Refused = 1_414,
            LastRefusal = 503,
            TimedOut = 30,
            Broken = 4,
            Unsent = 5,
            BystanderFailed = 7,
            RefusedBy = new Dictionary<int, long> { [503] = 1_412, [500] = 2 },
            BystanderFailures = new(new Dictionary<int, long> { [503] = 7 }, 0, 0, 0),
        };
        return race with { Lanes = [race.Lanes[0] with { Overload = bad }, race.Lanes[1]] };
    }

    public static RaceReport Report() => new(RaceReport.CurrentSchema, Facts, [Race()]);

    private static LaneResult Lane(string name, double capacity, double ms, bool holds) => new(
        name, name, $"GET /{name}/orders", new RequestVitals(1, 50, 0, ms, 5000), capacity, Load(true, ms, null),
        Load(holds, ms, Even(holds ? 4 : 310)),
        new LaneCost(100, ms / 2, ms / 2, ms / 90, 200_000_000));

    private static LaneLoad Load(bool holds, double ms, Percentiles? bystander) => new(
        120, holds ? 120 : 20, holds ? 120 : 18, 0, holds ? 0 : 100, 0, 0, 0, 5000,
        holds ? Even(ms) : null, bystander, 0, 0.4, holds);

    private static Percentiles Even(double ms) => new(ms, ms, ms, ms);
}
