using System.Diagnostics;
using PyConDemo.ApiClient;
using PyConDemo.Load;

namespace PyConDemo.Stage.Racing;

/// <summary>What the phases of one race share.</summary>
public sealed class RaceContext(
    DemoClient client, Race race, Pattern pattern, IReadOnlyList<RaceLane> lanes, RaceSettings settings, IRaceObserver observer,
    long calmBacklog) : IDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(90);

    public DemoClient Client => client;
    public Race Race => race;
    public Pattern Pattern => pattern;
    public IReadOnlyList<RaceLane> Lanes { get; private set; } = lanes;
    public RaceSettings Settings => settings;
    public IRaceObserver Observer => observer;
    public IReadOnlyList<CostMeter> Costs { get; } = [.. lanes.Select(_ => new CostMeter())];

    /// <summary>The dial's place in this race.</summary>
    public long Dial => pattern.Dial?.Default ?? 1;

    /// <summary>Requests of a closed loop.</summary>
    public int MostDeferred => settings.IsBrief ? race.MostDeferred : (int)Math.Min(int.MaxValue, 3L * race.MostDeferred);

    /// <summary>Fetches what the lanes' own requests need, before the clock starts.</summary>
    /// <exception cref="RaceRefusedException">A lane's own links don't lead to the race's place.</exception>
    public async Task PrepareRequestsAsync(CancellationToken cancellationToken)
    {
        var aimed = new List<RaceLane>();
        foreach (var lane in Lanes)
        {
            var listed = pattern.Lane(lane.Name);
            var cheap = await race.PrepareRequestAsync(client, pattern, listed, pattern.Dial?.Min ?? 1, cancellationToken);
            var own = await race.PrepareRequestAsync(client, pattern, listed, Dial, cancellationToken);
            aimed.Add(lane with { Request = own, WarmUpRequest = cheap });
        }

        Lanes = aimed;
    }

    public Task ResetAsync(CancellationToken cancellationToken) => race.ResetAsync(client, pattern, Dial, cancellationToken);

    /// <summary>One stretch of load on one lane, with what it cost, deferred work included.</summary>
    public async Task<LoadResult> ChargeAsync(RaceLane lane, Func<Task<LoadResult>> run, CancellationToken cancellationToken)
    {
        await ResetAsync(cancellationToken);
        var before = await CostMeter.ReadAsync(client, cancellationToken);
        var load = await run();
        await SettleAsync(cancellationToken);
        var after = await CostMeter.ReadAsync(client, cancellationToken);
        Costs[lane.Index].Add(before, after, load.Metrics.Total - load.Metrics[Outcome.Unsent]);
        return load;
    }

    public Task<LoadResult> OpenAsync(RaceLane lane, double rate, TimeSpan length, CancellationToken cancellationToken)
        => TellAsync(lane, () => new OpenLoop(lane.Sender, settings.Timeout).RunAsync(
            () => lane.Request.ToMessage(), rate, length, result => observer.OnResult(lane.Index, result), cancellationToken));

    public Task<LoadResult> ClosedAsync(RaceLane lane, int clients, TimeSpan length, CancellationToken cancellationToken)
        => TellAsync(lane, () => new ClosedLoop(lane.Sender, settings.Timeout, clients, MostDeferred).RunAsync(
            () => lane.Request.ToMessage(), length, result => observer.OnResult(lane.Index, result), cancellationToken));

    private async Task<LoadResult> TellAsync(RaceLane lane, Func<Task<LoadResult>> load)
    {
        observer.OnLaneLoad(lane.Index, loading: true);
        try
        {
            return await load();
        }
        finally
        {
            observer.OnLaneLoad(lane.Index, loading: false);
        }
    }

    /// <summary>Waits until the work that a lane put off is done: it is that lane's, and must not burden another.</summary>
    /// <exception cref="RaceRefusedException">It does not end.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var vitals = await client.VitalsAsync(cancellationToken);
            if (vitals.Waiting <= calmBacklog && vitals.ThreadPoolQueue == 0) return;
            if (Stopwatch.GetElapsedTime(since) > DrainLimit)
                throw new RaceRefusedException($"{vitals.Waiting:N0} jobs are still waiting after {DrainLimit.TotalSeconds:0} s");
            await Task.Delay(25, cancellationToken);
        }
    }

    /// <param name="slowest">The slower lane's p95 in milliseconds, where latencies are compared.</param>
    public void RefuseLag(Latencies lag, string where, double slowest = 0)
    {
        var p99 = lag.Percentiles().P99;
        var limit = Math.Max(settings.MaxLag.TotalMilliseconds, settings.MaxLagShare * slowest);
        if (p99 > limit)
        {
            throw new RaceRefusedException(
                $"the load generator itself was {p99:0.0} ms late at p99 {where} (limit {limit:0} ms): "
                + "close other programs, or run the stage on another machine with --target");
        }
    }

    public void Dispose()
    {
        foreach (var lane in Lanes) lane.Dispose();
    }
}
