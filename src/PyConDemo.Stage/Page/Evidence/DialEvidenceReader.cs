namespace PyConDemo.Stage.Page.Evidence;

/// <summary>Measures what both lanes cost at one position of the pattern's dial.</summary>
internal sealed class DialEvidenceReader(DemoClient client, RaceSettings settings)
{
    /// <summary>Per lane. It is short because the audience waits for it.</summary>
    private static readonly TimeSpan LoadDuration = TimeSpan.FromSeconds(2);

    /// <param name="position">A position outside the dial's bounds is moved to the nearest bound.</param>
    public async Task<EvidenceAnswer> ReadAsync(
        Race race, Pattern pattern, long position, CancellationToken cancellationToken)
    {
        var reader = new EvidenceReader(client);
        if (pattern.Dial is not { } dial || race.DialKind == DialKind.Scale)
            return await reader.ReadAsync(race, pattern, pattern.Pair, null, cancellationToken);
        var at = Math.Clamp(position, dial.Min, dial.Max);
        var evidence = await reader.ReadAsync(race, pattern, pattern.Pair, at, cancellationToken);
        if (race.DialKind != DialKind.Load) return evidence;
        var lanes = new List<LaneEvidence>();
        foreach (var lane in evidence.Lanes)
            lanes.Add(lane with { Load = await LoadAsync(pattern.Lane(lane.Lane).Request, at, cancellationToken) });
        return evidence with { Lanes = lanes };
    }

    private async Task<RateLoad> LoadAsync(LaneRequest request, long rate, CancellationToken cancellationToken)
    {
        using var sender = new RequestSender(client.Target, settings.Timeout);
        var load = await new OpenLoop(sender)
            .RunAsync(() => request.ToMessage(), rate, LoadDuration, null, cancellationToken);
        var metrics = load.Metrics;
        var backlog = (await client.VitalsAsync(cancellationToken)).Waiting;
        await client.WaitForBacklogAsync(0, limit: null, cancellationToken);
        return new(metrics.Total, metrics.Failed, Math.Round(metrics.Latencies.Percentiles().P95, 2), backlog);
    }
}

/// <summary>The result of a few seconds at a fixed arrival rate.</summary>
/// <param name="P95">In milliseconds. A failed request counts as long as the time-out.</param>
/// <param name="Backlog">Jobs that were accepted but not done when the load ended.</param>
public sealed record RateLoad(long Sent, long Failed, double P95, long Backlog);
