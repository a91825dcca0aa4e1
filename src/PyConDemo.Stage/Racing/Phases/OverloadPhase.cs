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

    public static async Task<Result> RunAsync(RaceContext ground, double rate, CancellationToken cancellationToken)
    {
        ground.Observer.OnPhaseStarted(RacePhase.Overload, rate);
        using var probe = new RequestSender(ground.Client.Target, ground.Settings.Timeout);
        var alone = await ProbeAsync(ground, probe, ground.Settings.Alone, cancellationToken);
        var loads = new (LoadResult, LoadResult)[ground.Lanes.Count];
        foreach (var index in new BlockSchedule(ground.Settings.Seed + 1).Rounds(loads.Length, 1).Single())
        {
            var lane = ground.Lanes[index];
            var beside = ProbeLater();
            var stretch = await ground.ChargeAsync(
                lane, () => ground.OpenAsync(lane, rate, ground.Settings.Overload, cancellationToken), cancellationToken);
            loads[index] = (stretch, await beside);
            ground.RefuseLag(stretch.Lag, $"beside the {lane.Label} lane at {rate:0.#}/s",
                ground.Settings.Timeout.TotalMilliseconds / 4); // what is told here are time-outs, and a bystander that waits as long

            Task<LoadResult> ProbeLater() => Task.Run(() => ProbeAsync(ground, probe, ground.Settings.Overload, cancellationToken), cancellationToken);
        }

        return new Result(alone.Metrics.Latencies.Percentiles(), loads);
    }

    private static Task<LoadResult> ProbeAsync(RaceContext ground, RequestSender gun, TimeSpan length, CancellationToken cancellationToken)
        => new OpenLoop(gun, ground.Settings.Timeout).RunAsync(
            () => LaneRequest.Get("/bystander").ToMessage(), ground.Settings.BystanderRate, length, ground.Observer.OnBystanderResult, cancellationToken);

    public sealed record Result(Percentiles Alone, IReadOnlyList<(LoadResult Load, LoadResult Bystander)> Lanes);
}
