using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Racing.Phases;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Statistics;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Racing;

/// <summary>What the phases have found so far; a refused race keeps what it had.</summary>
internal sealed class RaceSheet(RaceGround ground)
{
    private const double MostFailures = 0.01;

    /// <summary>A lane that holds answers nearly everything while the load still runs; a growing queue answers its share of the capacity.</summary>
    private const double LeastInTime = 0.9;

    public RequestVitals?[] Counts { get; } = new RequestVitals?[2];
    public double[] Capacities { get; set; } = new double[2];
    public double SharedRate { get; set; }
    public BothHoldPhase.BothHold? BothHold { get; set; }
    public double? OverloadRate { get; set; }
    public OnlyOneHoldsPhase.Overload? Overload { get; set; }
    public string? OverloadRefused { get; set; }
    public IReadOnlyList<Extra> Extras { get; set; } = [];
    public string? Refused { get; set; }

    public RaceResult Result(TimeSpan took)
    {
        var lanes = ground.Lanes.Select(Lane).ToArray();
        var comparable = BothHold is not null && lanes.All(l => l.BothHold is { Holds: true });
        var (p50, p95) = comparable ? (Ratio(0.5), Ratio(0.95)) : (null, null);
        var compared = BothHold is not null && ClaimRule.Quantile(BothHold.Tallies.Min(t => t.Total)) == p50?.Quantile ? p50 : p95;
        var result = new RaceResult(
            ground.Pattern.Slug, ground.Pattern.Title, ground.Pattern.Symptom, lanes, SharedRate, BothHold?.Pairs.Count ?? 0,
            p50, p95, compared, compared is null ? null : ClaimRule.Judge(compared), OverloadRate, Overload?.Alone, Extras,
            took.TotalSeconds, "", Refused, OverloadRefused);
        return result with { Verdict = Verdict.Of(result) };
    }

    private RatioInterval Ratio(double quantile)
        => BothHold!.Pairs.Count < ClaimRule.LeastBlocks ? FewPairs.Ratio(BothHold.Pairs, quantile)
            : new PairedBootstrap(ground.Settings.Seed, ClaimRule.Confidence).Ratio(BothHold.Pairs, quantile);

    private LaneResult Lane(RaceLane lane) => new(
        lane.Name, lane.Label, $"{lane.Request.Method} {lane.Request.Path}", Counts[lane.Index], Capacities[lane.Index],
        BothHold is null ? null : Load(BothHold.Tallies[lane.Index], null, BothHold.LagP99, growing: false),
        Overload?.Lanes[lane.Index] is var (load, bystander) && load is not null
            ? Load(load.Tally, bystander, load.Lag.Percentiles().P99, growing: true) : null,
        ground.Costs[lane.Index].Result(ground.Settings.PricePerCpuHour));

    /// <param name="growing">Whether a queue would show within the stretch: not in blocks shorter than a few answers.</param>
    private static LaneLoad Load(Tally tally, Stretch? bystander, double lagP99, bool growing)
    {
        var holds = tally.Failed <= MostFailures * tally.Total && (!growing || tally.AnsweredInTime >= LeastInTime * tally.Total);
        return new(
            tally.Total, tally.Answered, tally.AnsweredInTime, tally[Outcome.Refused], tally[Outcome.TimedOut], tally[Outcome.Broken],
            tally[Outcome.Unsent], tally.LastRefusal, tally.Answered == 0 ? 0 : tally.Bytes / (double)tally.Answered,
            holds ? tally.Latencies.Percentiles() : null, bystander?.Tally.Latencies.Percentiles(), bystander?.Tally.Failed ?? 0, lagP99, holds);
    }
}
