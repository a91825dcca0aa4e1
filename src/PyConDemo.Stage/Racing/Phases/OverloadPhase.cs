namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Loads each lane at a rate between both capacities, and measures what fails and how the bystander's latency
/// changes. No ratio of latencies exists here.</summary>
public static class OverloadPhase
{
    /// <summary>The rate lies between the capacities, further from each than the capacity's own error.</summary>
    private const double ClearlyAbove = 1.2, ClearlyBelow = 0.75;

    /// <summary>A lag up to this share of the time-out turns no answer into a time-out, and only makes a lane look
    /// worse that keeps up.</summary>
    private const double ToleratedLag = 0.05;

    /// <summary>Requests to the bystander per second.</summary>
    private const double BystanderRate = 20;

    /// <summary>Requests that are not measured: the first ones open connections and compile code.</summary>
    private const int BystanderWarmUp = 10;

    /// <param name="most">The highest rate, as a multiple of the slowest lane's capacity.</param>
    /// <returns>Null when the capacities are too close for such a rate.</returns>
    public static double? Rate(IReadOnlyList<double> capacities, double most = double.MaxValue)
    {
        var (slow, fast) = (capacities.Min(), capacities.Max());
        var rate = Math.Min(Math.Min(Math.Sqrt(slow * fast), ClearlyBelow * fast), most * slow);
        return rate >= ClearlyAbove * slow ? rate : null;
    }

    public static async Task<Result> RunAsync(RaceContext context, double rate, CancellationToken cancellationToken)
    {
        var (settings, runner) = (context.Settings, new LaneLoadRunner(context));
        context.StartPhase(RacePhase.Overload, rate);
        using var sender = new RequestSender(context.Client.Address, settings.Timeout);
        var bystanderRequest = LaneRequest.Get("/bystander");
        for (var i = 0; i < BystanderWarmUp; i++)
            await sender.SendAsync(bystanderRequest.ToMessage(), cancellationToken);
        var baseline = await LoadBystanderAsync(settings.BystanderBaseline);
        var (lanes, lag) = (new (LoadResult, LoadResult)[context.Lanes.Count], new Latencies());
        foreach (var index in BlockSchedule.Rounds(settings.Seed + 1, lanes.Length).First())
        {
            var lane = context.Lanes[index];
            await context.ResetAsync(cancellationToken);
            var bystander = Task.Run(() => LoadBystanderAsync(settings.Overload), cancellationToken);
            var load = await runner.MeasureOpenLoopAsync(lane, rate, settings.Overload, cancellationToken);
            lanes[index] = (load, await bystander);
            lag.Add(load.Lag);
            await runner.WaitUntilIdleAsync(cancellationToken);
        }

        var late = runner.Lateness(lag, ToleratedLag * settings.Timeout.TotalMilliseconds);
        return new(baseline.Metrics.Latencies.Percentiles(), lanes, late);

        Task<LoadResult> LoadBystanderAsync(TimeSpan length) => new OpenLoop(sender).RunAsync(
            bystanderRequest.ToMessage, BystanderRate, length, context.Observer.OnBystanderResult,
            cancellationToken);
    }

    /// <param name="Late">Why the numbers can't be trusted; null if they can.</param>
    public sealed record Result(
        Percentiles Baseline, IReadOnlyList<(LoadResult Load, LoadResult Bystander)> Lanes, string? Late);
}
