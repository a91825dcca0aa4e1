using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Racing;

/// <summary>Collects what the phases find. A refused race keeps what it found before.</summary>
internal sealed class RaceResultBuilder(RaceContext context)
{
    private const double MostFailures = 0.01;

    /// <summary>A lane sustains a rate if it answers nearly everything while the load still runs.</summary>
    private const double LeastInTime = 0.9;

    public RequestVitals?[] Counts { get; } = new RequestVitals?[context.Lanes.Count];
    public double[] Capacities { get; set; } = new double[context.Lanes.Count];
    public double SharedRate { get; set; }
    public SustainedPhase.Result? Sustained { get; set; }
    public double? OverloadRate { get; set; }
    public OverloadPhase.Result? Overload { get; set; }
    public IReadOnlyList<ExtraMetric> Extras { get; set; } = [];
    public string? Refused { get; set; }

    public RaceResult Build(TimeSpan took)
    {
        var lanes = context.Lanes.Select(Lane).ToArray();
        LaneComparison[] others = [.. Enumerable.Range(1, lanes.Length - 1).Select(other => Compare(lanes, other))];
        var (_, p50, p95, compared, claim) = others[0];
        var result = new RaceResult(
            context.Pattern.Slug, context.Pattern.Title, context.Pattern.Symptom, lanes, SharedRate,
            Sustained?.Rounds.Count ?? 0, p50, p95, compared, claim, OverloadRate, Overload?.Baseline, Extras,
            took.TotalSeconds, "", Refused, Overload?.Late, others.ElementAtOrDefault(1));
        return result with { Verdict = Verdict.Of(result, context.Race.Lead(result)) };
    }

    private LaneComparison Compare(LaneResult[] lanes, int other)
    {
        var mayCompare = Refused is null
            && lanes[0].Sustained is { Holds: true } && lanes[other].Sustained is { Holds: true };
        if (!mayCompare) return new(lanes[other].Label, null, null, null, null);
        return LaneComparison.Of(lanes[other].Label, Sustained!.Against(other), Sustained.Quantile);
    }

    private LaneResult Lane(RaceLane lane)
    {
        var sustained = Sustained is null ? null
            : Load(Sustained.Metrics[lane.Index], null, Sustained.Lag, mayQueue: false);
        var overload = Overload?.Lanes[lane.Index] is not ({ } load, var bystander) ? null
            : Load(load.Metrics, bystander, load.Lag, mayQueue: true);
        return new(
            lane.Name, lane.Label, $"{lane.Request.Method} {lane.Request.Path}", Counts[lane.Index],
            Capacity(lane, overload), sustained, overload, lane.Cost.Result(context.Settings.PricePerCpuHour));
    }

    /// <summary>The few clients of the closed loop may be too few for a lane. What it sustained, it can do.</summary>
    private double Capacity(RaceLane lane, LaneLoad? overload)
        => overload is { Holds: true } ? Math.Max(Capacities[lane.Index], OverloadRate!.Value) : Capacities[lane.Index];

    /// <param name="mayQueue">Whether the load is long enough to show a growing queue. A block is too short.</param>
    private static LaneLoad Load(RequestMetrics metrics, LoadResult? bystander, Latencies lag, bool mayQueue)
    {
        var holds = metrics.Failed <= MostFailures * metrics.Total
            && (!mayQueue || metrics.AnsweredInTime >= LeastInTime * metrics.Total);
        return new(
            metrics.Total, metrics.Answered, metrics.AnsweredInTime, metrics[Outcome.Refused],
            metrics[Outcome.TimedOut], metrics[Outcome.Broken], metrics[Outcome.Unsent], metrics.LastRefusal,
            metrics.Answered == 0 ? 0 : metrics.Bytes / (double)metrics.Answered,
            holds ? metrics.Latencies.Percentiles() : null, bystander?.Metrics.Latencies.Percentiles(),
            bystander?.Metrics.Failed ?? 0, lag.Percentiles().P99OrLargest(), holds, metrics.Refusals,
            bystander?.Metrics is { Failed: > 0 } failing ? FailureCounts.Of(failing) : null);
    }
}
