namespace PyConDemo.Stage.Racing;

/// <summary>Loads one lane at a time, adds up what the load costs, and waits for the work that it deferred.</summary>
public sealed class LaneLoadRunner(RaceContext context)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(90);

    /// <summary>A server that is busy with something else for longer is not waited for.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan IdleSample = TimeSpan.FromMilliseconds(200);
    private const double IdleShare = 0.3; // of one core

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
        => RunObservedAsync(lane, onResult => new ClosedLoop(lane.Sender, clients, context.Race.MaxDeferred).RunAsync(
            lane.Request.ToMessage, length, onResult, cancellationToken));

    /// <summary>Waits until the work that a lane deferred is done, so that it does not burden another lane.</summary>
    /// <exception cref="RaceRefusedException">The work is not done in time.</exception>
    public async Task WaitForDeferredWorkAsync(CancellationToken cancellationToken)
    {
        if (await context.Client.WaitForBacklogAsync(context.IdleBacklog, DrainLimit, cancellationToken) is { } left)
            throw new RaceRefusedException($"{left:N0} jobs are still waiting after {DrainLimit.TotalSeconds:0} s");
    }

    /// <summary>Waits until the server is nearly idle: requests that their clients gave up may still run.</summary>
    public async Task WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var before = await CpuSecondsAsync();
        while (Stopwatch.GetElapsedTime(since) < IdleLimit)
        {
            await Task.Delay(IdleSample, cancellationToken);
            var now = await CpuSecondsAsync();
            if (now - before < IdleShare * IdleSample.TotalSeconds) return;
            before = now;
        }

        async Task<double> CpuSecondsAsync()
        {
            var vitals = await context.Client.VitalsAsync(cancellationToken);
            return vitals.CpuSeconds + (vitals.Postgres?.CpuSeconds ?? 0);
        }
    }

    /// <summary>Checks that the load generator itself was on time. If not, its numbers are not the server's.</summary>
    /// <param name="tolerated">Milliseconds that don't matter for what was measured.</param>
    /// <returns>Null, or why the numbers can't be trusted.</returns>
    public string? Lateness(Latencies lag, double tolerated)
    {
        var late = lag.Percentiles().P99OrLargest();
        var limit = Math.Max(context.Settings.MaxLag.TotalMilliseconds, tolerated);
        return late <= limit ? null
            : "this machine was too busy. "
                + $"Our own requests left up to {Format.Ms(late)} late (limit {Format.Ms(limit)})";
    }

    private async Task<LoadResult> MeasureAsync(
        RaceLane lane, Func<Task<LoadResult>> run, CancellationToken cancellationToken)
    {
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
