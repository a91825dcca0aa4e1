using PyConDemo.ApiClient;
using PyConDemo.Load;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>A rate between both capacities: what fails, and what an innocent route suffers meanwhile. No ratio of latencies here.</summary>
public static class OverloadPhase
{
    /// <summary>Above the slowest lane's capacity by more than a capacity's own error, and below the fastest one's by as much.</summary>
    private const double ClearlyAbove = 1.2, ClearlyBelow = 0.75;

    /// <param name="most">Times the slowest lane's capacity.</param>
    /// <returns>Null where the capacities are too close for such a rate.</returns>
    public static double? Rate(IReadOnlyList<double> capacities, double most = double.MaxValue)
    {
        var (slow, fast) = (capacities.Min(), capacities.Max());
        var rate = Math.Min(Math.Min(Math.Sqrt(slow * fast), ClearlyBelow * fast), most * slow);
        return rate >= ClearlyAbove * slow ? rate : null;
    }

    public static async Task<Result> RunAsync(RaceContext context, double rate, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.Overload, rate);
        using var probe = new RequestSender(context.Client.Target, context.Settings.Timeout);
        var alone = await ProbeAsync(context, probe, context.Settings.BystanderBaseline, cancellationToken);
        var loads = new (LoadResult, LoadResult)[context.Lanes.Count];
        foreach (var index in new BlockSchedule(context.Settings.Seed + 1).Rounds(loads.Length, 1).Single())
        {
            var lane = context.Lanes[index];
            var beside = ProbeLater();
            var load = await context.ChargeAsync(
                lane, () => context.OpenAsync(lane, rate, context.Settings.Overload, cancellationToken), cancellationToken);
            loads[index] = (load, await beside);
            context.RefuseLag(load.Lag, $"beside the {lane.Label} lane at {rate:0.#}/s",
                context.Settings.Timeout.TotalMilliseconds / 4); // what is told here are time-outs, and a bystander that waits as long

            Task<LoadResult> ProbeLater() => Task.Run(() => ProbeAsync(context, probe, context.Settings.Overload, cancellationToken), cancellationToken);
        }

        return new Result(alone.Metrics.Latencies.Percentiles(), loads);
    }

    private static Task<LoadResult> ProbeAsync(RaceContext context, RequestSender sender, TimeSpan length, CancellationToken cancellationToken)
        => new OpenLoop(sender, context.Settings.Timeout).RunAsync(
            () => LaneRequest.Get("/bystander").ToMessage(), context.Settings.BystanderRate, length, context.Observer.OnBystanderResult, cancellationToken);

    public sealed record Result(Percentiles Alone, IReadOnlyList<(LoadResult Load, LoadResult Bystander)> Lanes);
}
