namespace PyConDemo.Stage.Growth;

/// <summary>Measures both lanes at one position of the dial: counts in an untimed pass, then time.</summary>
public sealed class GrowthRunner(DemoClient client, RaceSettings settings)
{
    private const int WarmUps = 3;

    /// <summary>Requests per lane before the first position, which would otherwise pay for compilation.</summary>
    private const int ColdStart = 60;

    private const int Timed = 15;
    private static readonly TimeSpan LoadFor = TimeSpan.FromSeconds(4);

    public async Task MeasureAsync(
        GrowthReportBuilder builder, Pattern pattern, long dial, CancellationToken cancellationToken)
    {
        var race = builder.Race;
        using var sender = new RequestSender(client.Address, settings.Timeout);
        // Both requests are prepared before a lane is measured: a position that one lane refuses has no result.
        var requests = new List<LaneRequest>();
        foreach (var lane in builder.Lanes)
            requests.Add(await race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken));
        foreach (var request in builder.IsEmpty ? requests : [])
        {
            await ResetAsync();
            for (var i = 0; i < ColdStart; i++) await sender.SendAsync(request.ToMessage(), cancellationToken);
        }

        for (var i = 0; i < requests.Count; i++)
        {
            builder.Add(i, race.DialKind == DialKind.Load
                ? await UnderLoadAsync(sender, requests[i], dial, cancellationToken)
                : await SingleClientAsync(requests[i]));
        }

        async Task<GrowthPoint> SingleClientAsync(LaneRequest request)
        {
            for (var i = 0; i < WarmUps - 1; i++)
            {
                await ResetAsync();
                await client.MeasureAsync(request, cancellationToken);
            }

            await ResetAsync();
            var counts = await client.ExplainAsync(request, ResetAsync, cancellationToken);
            var metrics = new RequestMetrics(settings.Timeout);
            for (var i = 0; i < Timed; i++)
            {
                await ResetAsync();
                metrics.Add(await sender.SendAsync(request.ToMessage(), cancellationToken), long.MaxValue);
            }

            return new(
                dial, counts, metrics.Bytes / Timed, metrics.Latencies.Percentiles().P50 ?? 0,
                metrics.Failed / (double)metrics.Total, null);
        }

        Task ResetAsync() => race.ResetAsync(client, dial, cancellationToken);
    }

    private async Task<GrowthPoint> UnderLoadAsync(
        RequestSender sender, LaneRequest request, long rate, CancellationToken cancellationToken)
    {
        var counts = await client.ExplainAsync(request, () => Task.CompletedTask, cancellationToken);
        await client.WaitForBacklogAsync(0, limit: null, cancellationToken);
        var load = await new OpenLoop(sender).RunAsync(request.ToMessage, rate, LoadFor, null, cancellationToken);
        var backlog = (await client.VitalsAsync(cancellationToken)).Waiting;
        await client.WaitForBacklogAsync(0, limit: null, cancellationToken); // it must not burden the next lane
        var (metrics, latency) = (load.Metrics, load.Metrics.Latencies.Percentiles());
        return new(
            rate, counts, metrics.Answered == 0 ? 0 : metrics.Bytes / metrics.Answered,
            latency.P95OrLargest(), metrics.Failed / (double)metrics.Total, backlog);
    }
}

/// <summary>The positions of a dial: 1, 10, 100 … times its minimum, and its maximum.</summary>
public static class Decades
{
    public static IEnumerable<long> Of(long min, long max)
    {
        var low = Math.Max(1, min);
        for (var position = low; position < max; position *= 10) yield return position;
        yield return Math.Max(low, max);
    }
}
