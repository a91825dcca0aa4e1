namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes claim and do the same jobs from a queue that is refilled before every pair of blocks.</summary>
public sealed class RowLockingRace() : Race("row-locking", GrowthCost.RowsLocked, usualRate: 8)
{
    private const int Workers = 8;
    private const long UsualBatch = 50;

    /// <summary>The queue is filled again.</summary>
    public override TimeSpan ResetTime => TimeSpan.FromMilliseconds(400);

    public override TimeSpan LastMeasurements => TimeSpan.FromSeconds(5);

    public override IReadOnlyList<string> Steps => ["leased"];

    public override Task ResetAsync(DemoClient client, long dial, CancellationToken cancellationToken)
        => client.ResetJobsAsync(dial, cancellationToken);

    public override async Task<IReadOnlyList<ExtraMetric>> MeasureExtrasAsync(
        RaceContext context, CancellationToken cancellationToken)
    {
        var drains = new List<(double PerSecond, long Waits)>();
        foreach (var lane in context.Lanes) drains.Add(await DrainAsync(context, lane, cancellationToken));
        var jobs = Format.Count(context.Settings.QueueToDrain);
        return
        [
            ExtraMetric.Of($"{Workers} workers drain {jobs} jobs", "jobs/s", drains.Select(d => (double?)d.PerSecond)),
            ExtraMetric.Of("most lock waits at once", "waits", drains.Select(d => (double?)d.Waits)),
        ];
    }

    private static async Task<(double PerSecond, long Waits)> DrainAsync(
        RaceContext context, RaceLane lane, CancellationToken cancellationToken)
    {
        var jobs = context.Settings.QueueToDrain;
        await context.Client.ResetJobsAsync(jobs, cancellationToken);
        var batch = PathQuery.Number(lane.Request.Path, "batch", UsualBatch);
        long drained = 0;
        var since = Stopwatch.GetTimestamp();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = MostWaitsAsync(context.Client, done.Token);
        var workers = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0L, (jobs + batch - 1) / batch, workers, async (claim, token) =>
        {
            var result = await lane.Sender.SendAsync(lane.Request.ToMessage(), token);
            if (result.Failed) return; // a failed claim took no job
            Interlocked.Add(ref drained, Math.Min(batch, jobs - (claim * batch)));
        });
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        await done.CancelAsync();
        return (drained / seconds, await waits);
    }

    private static async Task<long> MostWaitsAsync(DemoClient client, CancellationToken cancellationToken)
    {
        long most = 0;
        try
        {
            while (true)
            {
                most = Math.Max(most, (await client.VitalsAsync(cancellationToken)).LockWaits ?? 0);
                await Task.Delay(50, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return most;
        }
    }
}
