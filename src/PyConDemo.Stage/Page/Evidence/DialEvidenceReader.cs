using PyConDemo.ApiClient;
using PyConDemo.Load;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>What both lanes cost at one position of the pattern's dial.</summary>
internal sealed class DialEvidenceReader(DemoClient client, RaceSettings settings)
{
    private static readonly TimeSpan LoadFor = TimeSpan.FromSeconds(2); // per lane: a room waits for it

    /// <param name="position">Within the dial's bounds, or it is moved there.</param>
    public async Task<EvidenceAnswer> ReadAsync(Race race, Pattern pattern, long position, CancellationToken cancellationToken)
    {
        if (pattern.Dial is not { } dial || race.DialKind == DialKind.Scale)
            return await ReadAsync(null);
        var at = Math.Clamp(position, dial.Min, dial.Max);
        var why = await ReadAsync(at);
        if (race.DialKind != DialKind.Load) return why;
        var lanes = new List<LaneEvidence>();
        foreach (var lane in why.Lanes)
            lanes.Add(lane with { Load = await LoadAsync(pattern.Lane(lane.Lane).Request, at, cancellationToken) });
        return why with { Lanes = lanes };

        Task<EvidenceAnswer> ReadAsync(long? place)
            => new EvidenceReader(client).ReadAsync(race, pattern, pattern.Pair, place, cancellationToken);
    }

    private async Task<RateLoad> LoadAsync(LaneRequest request, long rate, CancellationToken cancellationToken)
    {
        using var gun = new RequestSender(client.Target, settings.Timeout);
        var tally = (await new OpenLoop(gun, settings.Timeout).RunAsync(() => request.ToMessage(), rate, LoadFor, null, cancellationToken)).Metrics;
        var backlog = (await client.VitalsAsync(cancellationToken)).Waiting;
        await client.WaitForBacklogAsync(0, limit: null, cancellationToken);
        return new(tally.Total, tally.Failed, Math.Round(tally.Latencies.Percentiles().P95, 2), backlog);
    }
}
