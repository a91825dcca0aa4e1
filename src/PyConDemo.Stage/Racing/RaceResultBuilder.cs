using PyConDemo.ApiClient;
using PyConDemo.Load;
using PyConDemo.Stage.Racing.Phases;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Racing;

/// <summary>What the phases have found so far; a refused race keeps what it had.</summary>
internal sealed class RaceResultBuilder(RaceContext context)
{
    private const double MostFailures = 0.01;

    /// <summary>A lane that holds answers nearly everything while the load still runs; a growing queue answers its share of the capacity.</summary>
    private const double LeastInTime = 0.9;

    public RequestVitals?[] Counts { get; } = new RequestVitals?[context.Lanes.Count];
    public double[] Capacities { get; set; } = new double[context.Lanes.Count];
    public double SharedRate { get; set; }
    public SustainedPhase.Result? Sustained { get; set; }
    public double? OverloadRate { get; set; }
    public OverloadPhase.Result? Overload { get; set; }
    public string? OverloadRefused { get; set; }
    public IReadOnlyList<ExtraMetric> Extras { get; set; } = [];
    public string? Refused { get; set; }

    public RaceResult Build(TimeSpan took)
    {
        var lanes = context.Lanes.Select(Lane).ToArray();
        LaneComparison[] others = [.. Enumerable.Range(1, lanes.Length - 1).Select(other => Compare(lanes, other))];
        var (p50, p95, compared, claim) = (others[0].P50, others[0].P95, others[0].Compared, others[0].Claim);
        var result = new RaceResult(
            context.Pattern.Slug, context.Pattern.Title, context.Pattern.Symptom, lanes, SharedRate, Sustained?.Rounds.Count ?? 0,
            p50, p95, compared, claim, OverloadRate, Overload?.Alone, Extras,
            took.TotalSeconds, "", Refused, OverloadRefused, others.ElementAtOrDefault(1));
        return result with { Verdict = Verdict.Of(result) };
    }

    private LaneComparison Compare(LaneResult[] lanes, int other)
        => lanes[0].Sustained is { Holds: true } && lanes[other].Sustained is { Holds: true }
            ? LaneComparison.Of(lanes[other].Label, Sustained!.Against(other), Sustained.Tallies.Min(t => t.Total), context.Settings.Seed)
            : new(lanes[other].Label, null, null, null, null);

    private LaneResult Lane(RaceLane lane) => new(
        lane.Name, lane.Label, $"{lane.Request.Method} {lane.Request.Path}", Counts[lane.Index], Capacities[lane.Index],
        Sustained is null ? null : Load(Sustained.Tallies[lane.Index], null, Sustained.LagP99, growing: false),
        Overload?.Lanes[lane.Index] is var (load, bystander) && load is not null
            ? Load(load.Metrics, bystander, load.Lag.Percentiles().P99, growing: true) : null,
        context.Costs[lane.Index].Result(context.Settings.PricePerCpuHour));

    /// <param name="growing">Whether a queue would show within the stretch: not in blocks shorter than a few answers.</param>
    private static LaneLoad Load(RequestMetrics metrics, LoadResult? bystander, double lagP99, bool growing)
    {
        var holds = metrics.Failed <= MostFailures * metrics.Total && (!growing || metrics.AnsweredInTime >= LeastInTime * metrics.Total);
        return new(
            metrics.Total, metrics.Answered, metrics.AnsweredInTime, metrics[Outcome.Refused], metrics[Outcome.TimedOut], metrics[Outcome.Broken],
            metrics[Outcome.Unsent], metrics.LastRefusal, metrics.Answered == 0 ? 0 : metrics.Bytes / (double)metrics.Answered,
            holds ? metrics.Latencies.Percentiles() : null, bystander?.Metrics.Latencies.Percentiles(), bystander?.Metrics.Failed ?? 0, lagP99, holds);
    }
}
