namespace PyConDemo.Stage.Racing;

/// <summary>Loads one lane at a time, adds up what the load costs, and waits for the work that it deferred.</summary>
public sealed class LaneLoadRunner(RaceContext context)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(90);

    /// <summary>Sends at a fixed rate, and adds the cost to the lane.</summary>
    public Task<LoadResult> MeasureOpenLoopAsync(
        RaceLane lane, double rate, TimeSpan length, CancellationToken cancellationToken)
        => MeasureAsync(lane, () => RunObservedAsync(lane, onResult => new OpenLoop(lane.Sender).RunAsync(
            lane.Request.ToMessage, rate, length, onResult, cancellationToken)), cancellationToken);

    /// <summary>Sends as fast as the lane answers, and adds the cost to the lane.</summary>
    public Task<LoadResult> MeasureClosedLoopAsync(
        RaceLane lane, int clients, TimeSpan length, CancellationToken cancellationToken)
        => MeasureAsync(lane, () => RunClosedLoopAsync(lane, clients, length, cancellationToken), cancellationToken);

    public Task<LoadResult> RunClosedLoopAsync(
        RaceLane lane, int clients, TimeSpan length, CancellationToken cancellationToken)
        => RunObservedAsync(lane, onResult => new ClosedLoop(lane.Sender, clients, context.MaxDeferred).RunAsync(
            lane.Request.ToMessage, length, onResult, cancellationToken));

    /// <summary>Waits until the work that a lane deferred is done, so that it does not burden another lane.</summary>
    /// <exception cref="RaceRefusedException">The work is not done in time.</exception>
    public async Task WaitForDeferredWorkAsync(CancellationToken cancellationToken)
    {
        if (await context.Client.WaitForBacklogAsync(context.IdleBacklog, DrainLimit, cancellationToken) is { } left)
            throw new RaceRefusedException($"{left:N0} jobs are still waiting after {DrainLimit.TotalSeconds:0} s");
    }

    /// <summary>Checks that the load generator itself was on time.</summary>
    /// <param name="where">The part of the race, for the message: "at 40/s".</param>
    /// <exception cref="RaceRefusedException">The generator was late, so its numbers are not the server's.</exception>
    public void EnsureOnTime(Latencies lag, string where, double slowest)
    {
        var p99 = lag.Percentiles().P99;
        var limit = Math.Max(context.Settings.MaxLag.TotalMilliseconds, context.Settings.MaxLagShare * slowest);
        if (p99 <= limit) return;
        throw new RaceRefusedException(
            $"the load generator itself was {p99:0.0} ms late at p99 {where} (limit {limit:0} ms): "
            + "close other programs, or run the stage on another machine with --target");
    }

    private async Task<LoadResult> MeasureAsync(
        RaceLane lane, Func<Task<LoadResult>> run, CancellationToken cancellationToken)
    {
        await context.ResetAsync(cancellationToken);
        var before = await context.Client.VitalsAsync(cancellationToken);
        var load = await run();
        await WaitForDeferredWorkAsync(cancellationToken);
        var after = await context.Client.VitalsAsync(cancellationToken);
        lane.Cost.Add(before, after, load.Metrics.Total - load.Metrics[Outcome.Unsent]);
        return load;
    }

    private async Task<LoadResult> RunObservedAsync(RaceLane lane, Func<Action<RequestResult>, Task<LoadResult>> run)
    {
        context.Observer.OnLaneLoad(lane.Index, loading: true);
        try
        {
            return await run(result => context.Observer.OnResult(lane.Index, result));
        }
        finally
        {
            context.Observer.OnLaneLoad(lane.Index, loading: false);
        }
    }
}
