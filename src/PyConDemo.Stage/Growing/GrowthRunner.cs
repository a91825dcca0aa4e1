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

    public async Task MeasureAsync(GrowthReportBuilder sheet, Pattern pattern, long dial, CancellationToken cancellationToken)
    {
        using var gun = new RequestSender(client.Target, settings.Timeout);
        var requests = new List<LaneRequest>(); // both, before either is measured: a position that one lane declines is none
        foreach (var lane in sheet.Lanes) requests.Add(await sheet.Race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken));
        for (var i = 0; i < sheet.Lanes.Count; i++)
        {
            var request = requests[i];
            if (sheet.IsEmpty) await WarmUpAsync(gun, sheet, pattern, dial, cancellationToken);
            sheet.Add(i, sheet.Race.DialKind == DialKind.Load
                ? await UnderLoadAsync(gun, request, dial, cancellationToken)
                : await AloneAsync(gun, sheet.Race, pattern, request, dial, cancellationToken));
        }
    }

    private async Task WarmUpAsync(RequestSender gun, GrowthReportBuilder sheet, Pattern pattern, long dial, CancellationToken cancellationToken)
    {
        foreach (var lane in sheet.Lanes)
        {
            await sheet.Race.ResetAsync(client, pattern, dial, cancellationToken);
            var request = await sheet.Race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
            for (var i = 0; i < ColdStart; i++) await gun.SendAsync(request.ToMessage(), cancellationToken);
        }
    }

    private async Task<GrowthPoint> AloneAsync(
        RequestSender gun, Race race, Pattern pattern, LaneRequest request, long dial, CancellationToken cancellationToken)
    {
        RequestVitals? counts = null;
        var tally = new RequestMetrics(settings.Timeout);
        for (var i = 0; i < WarmUps + Timed; i++)
        {
            await race.ResetAsync(client, pattern, dial, cancellationToken);
            if (i < WarmUps - 1) await client.MeasureAsync(request, cancellationToken);
            else if (i < WarmUps) counts = await client.ExplainAsync(request, () => race.ResetAsync(client, pattern, dial, cancellationToken), cancellationToken);
            else tally.Add(await gun.SendAsync(request.ToMessage(), cancellationToken), long.MaxValue);
        }

        return new(dial, counts, tally.Bytes / Timed, tally.Latencies.Percentiles().P50, tally.Failed / (double)tally.Total, null);
    }

    private async Task<GrowthPoint> UnderLoadAsync(RequestSender gun, LaneRequest request, long rate, CancellationToken cancellationToken)
    {
        var counts = await client.ExplainAsync(request, () => Task.CompletedTask, cancellationToken);
        await SettleAsync(cancellationToken);
        var stretch = await new OpenLoop(gun, settings.Timeout).RunAsync(() => request.ToMessage(), rate, LoadFor, null, cancellationToken);
        var backlog = (await client.VitalsAsync(cancellationToken)).Waiting;
        await SettleAsync(cancellationToken);
        var tally = stretch.Metrics;
        return new(rate, counts, tally.Answered == 0 ? 0 : tally.Bytes / tally.Answered, tally.Latencies.Percentiles().P95,
            tally.Failed / (double)tally.Total, backlog);
    }

    /// <summary>What a lane, or the warm-up, put off or left behind must not burden the next.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (await client.VitalsAsync(cancellationToken) is { Waiting: > 0 } or { ThreadPoolQueue: > 0 })
            await Task.Delay(100, cancellationToken);
    }
}
