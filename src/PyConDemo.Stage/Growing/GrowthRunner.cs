using PyConDemo.ApiClient;
using PyConDemo.Load;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Growing;

/// <summary>Measures both lanes at one position of the dial: counts in an untimed pass, then time.</summary>
public sealed class GrowthRunner(DemoClient client, RaceSettings settings)
{
    private const int WarmUps = 3;

    /// <summary>Once per lane, at the first position: or the dial's lowest point would pay for the compiler.</summary>
    private const int ColdStart = 60;

    private const int Timed = 15;
    private static readonly TimeSpan LoadFor = TimeSpan.FromSeconds(4);

    public async Task MeasureAsync(GrowthReportBuilder builder, Pattern pattern, long dial, CancellationToken cancellationToken)
    {
        using var sender = new RequestSender(client.Target, settings.Timeout);
        var requests = new List<LaneRequest>(); // both, before either is measured: a position that one lane declines is none
        foreach (var lane in builder.Lanes) requests.Add(await builder.Race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken));
        for (var i = 0; i < builder.Lanes.Count; i++)
        {
            var request = requests[i];
            if (builder.IsEmpty) await WarmUpAsync(sender, builder, pattern, dial, cancellationToken);
            builder.Add(i, builder.Race.DialKind == DialKind.Load
                ? await UnderLoadAsync(sender, request, dial, cancellationToken)
                : await AloneAsync(sender, builder.Race, pattern, request, dial, cancellationToken));
        }
    }

    private async Task WarmUpAsync(RequestSender sender, GrowthReportBuilder builder, Pattern pattern, long dial, CancellationToken cancellationToken)
    {
        foreach (var lane in builder.Lanes)
        {
            await builder.Race.ResetAsync(client, pattern, dial, cancellationToken);
            var request = await builder.Race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
            for (var i = 0; i < ColdStart; i++) await sender.SendAsync(request.ToMessage(), cancellationToken);
        }
    }

    private async Task<GrowthPoint> AloneAsync(
        RequestSender sender, Race race, Pattern pattern, LaneRequest request, long dial, CancellationToken cancellationToken)
    {
        RequestVitals? counts = null;
        var metrics = new RequestMetrics(settings.Timeout);
        for (var i = 0; i < WarmUps + Timed; i++)
        {
            await race.ResetAsync(client, pattern, dial, cancellationToken);
            if (i < WarmUps - 1) await client.MeasureAsync(request, cancellationToken);
            else if (i < WarmUps) counts = await client.ExplainAsync(request, () => race.ResetAsync(client, pattern, dial, cancellationToken), cancellationToken);
            else metrics.Add(await sender.SendAsync(request.ToMessage(), cancellationToken), long.MaxValue);
        }

        return new(dial, counts, metrics.Bytes / Timed, metrics.Latencies.Percentiles().P50, metrics.Failed / (double)metrics.Total, null);
    }

    private async Task<GrowthPoint> UnderLoadAsync(RequestSender sender, LaneRequest request, long rate, CancellationToken cancellationToken)
    {
        var counts = await client.ExplainAsync(request, () => Task.CompletedTask, cancellationToken);
        await SettleAsync(cancellationToken);
        var load = await new OpenLoop(sender, settings.Timeout).RunAsync(() => request.ToMessage(), rate, LoadFor, null, cancellationToken);
        var backlog = (await client.VitalsAsync(cancellationToken)).Waiting;
        await SettleAsync(cancellationToken);
        var metrics = load.Metrics;
        return new(rate, counts, metrics.Answered == 0 ? 0 : metrics.Bytes / metrics.Answered, metrics.Latencies.Percentiles().P95,
            metrics.Failed / (double)metrics.Total, backlog);
    }

    /// <summary>What a lane, or the warm-up, put off or left behind must not burden the next.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (await client.VitalsAsync(cancellationToken) is { Waiting: > 0 } or { ThreadPoolQueue: > 0 })
            await Task.Delay(100, cancellationToken);
    }
}
