namespace PyConDemo.Stage.Racing.Races;

/// <summary>The dashboard: counted on every request, read from the last refresh, or kept in memory.</summary>
public sealed class HotAggregationsRace()
    : Race("hot-aggregations", GrowthCost.Buffers, usualRate: 0.5, DialKind.Scale)
{
    /// <summary>A next step's answer is at most a second older than the refresh. A busy machine takes longer.</summary>
    private static readonly TimeSpan ShownWithin = TimeSpan.FromSeconds(10);

    public override IReadOnlyList<string> Steps => ["cached"];

    public override TimeSpan LastMeasurements => TimeSpan.FromSeconds(3);

    public override async Task CheckAnswersAsync(
        DemoClient client, Pattern pattern, LaneRequest first, LaneRequest second, CancellationToken cancellationToken)
    {
        await client.RefreshDashboardAsync(cancellationToken);
        string[] raced = [first.Path, second.Path];
        foreach (var step in pattern.Lanes.Where(l => l.Step is not null && raced.Contains(l.Path)))
            await WaitForRefreshAsync(client, pattern, step, cancellationToken);
        await base.CheckAnswersAsync(client, pattern, first, second, cancellationToken);
    }

    public override async Task<long> DataSizeAsync(
        DemoClient client, Pattern pattern, CancellationToken cancellationToken)
        => (await ReadAsync(client, pattern.Lane(PatternLane.Good), cancellationToken)).Orders;

    /// <summary>Waits until a next step shows the good lane's refresh.</summary>
    /// <exception cref="RaceRefusedException">It does not show it in time.</exception>
    private static async Task WaitForRefreshAsync(
        DemoClient client, Pattern pattern, PatternLane step, CancellationToken cancellationToken)
    {
        var (since, good) = (Stopwatch.GetTimestamp(), pattern.Lane(PatternLane.Good));
        var refresh = (await ReadAsync(client, good, cancellationToken)).AsOf;
        while ((await ReadAsync(client, step, cancellationToken)).AsOf < refresh)
        {
            if (Stopwatch.GetElapsedTime(since) > ShownWithin)
                throw new RaceRefusedException($"{step.Path} shows no refresh within {ShownWithin.TotalSeconds:0} s");
            await Task.Delay(100, cancellationToken);
        }
    }

    private static Task<Dashboard> ReadAsync(DemoClient client, PatternLane lane, CancellationToken cancellationToken)
        => client.GetAsync<Dashboard>(lane.Path, cancellationToken);

    private sealed record Dashboard(long Orders, DateTimeOffset AsOf);
}
