using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Checklist;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>Sends requests to each lane with the checklist on, and reads from the API what the last request did. It
/// must not run during a race: EXPLAIN runs the statements again.</summary>
internal sealed class EvidenceReader(DemoClient client)
{
    private static readonly TimeSpan LoadDuration = TimeSpan.FromSeconds(2); // per lane, while the audience waits
    private const string Encodings = "br, gzip"; // as in a race, so that both count the same bytes
    private const int Attempts = 2; // the first request also pays one-time costs: a connection, a cold plan

    /// <summary>Reads what one request of each lane did.</summary>
    /// <param name="sent">The lanes in the order in which the page shows them, with the requests that are sent.</param>
    /// <param name="position">The dial's position; null for the race's default.</param>
    public async Task<EvidenceAnswer> ReadAsync(Race race, Pattern pattern, IReadOnlyList<SentRequest> sent,
        long? position, CancellationToken cancellationToken)
    {
        var dial = position ?? pattern.Dial?.Default;
        var lanes = new List<LaneEvidence>();
        foreach (var (name, request) in sent)
        {
            LaneEvidence? lane = null;
            for (var i = 0; i < Attempts || (i < ChecklistMatrix.MaxRequests && IsUndecided(lane, pattern.Slug)); i++)
            {
                await race.ResetAsync(client, dial ?? 1, cancellationToken);
                lane = await SendAsync(name, request, cancellationToken);
            }

            // For the plans, the statements run once more on the data as the request found it.
            await race.ResetAsync(client, dial ?? 1, cancellationToken);
            var path = $"/demo/requests/{lane!.Id}/plans";
            var plans = lane.Id is null ? null : await client.TryGetAsync<PlanEvidence>(path, cancellationToken);
            lanes.Add(lane with { Plans = plans });
        }

        if (lanes.Count > 0) await race.ResetAsync(client, pattern.Dial?.Default ?? 1, cancellationToken);
        return new(pattern.Slug, dial, race.DialKind, race.PrimaryCost, lanes);
    }

    /// <summary>Prepares each lane's request at a position of the dial, and reads what it did.</summary>
    /// <param name="position">The dial's position; null for the race's default.</param>
    public async Task<EvidenceAnswer> ReadAsync(Race race, Pattern pattern, IReadOnlyList<PatternLane> lanes,
        long? position, CancellationToken cancellationToken)
    {
        var (dial, sent) = (position ?? pattern.Dial?.Default ?? 1, new List<SentRequest>());
        foreach (var lane in lanes)
        {
            var request = await race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
            sent.Add(new(lane.Name, request));
        }

        return await ReadAsync(race, pattern, sent, position, cancellationToken);
    }

    /// <summary>Measures what the pair costs at one position of the pattern's dial.</summary>
    /// <param name="position">A position outside the dial's bounds is moved to the nearest bound.</param>
    /// <param name="timeout">Of a request, where the dial is an arrival rate.</param>
    public async Task<EvidenceAnswer> ReadAtAsync(
        Race race, Pattern pattern, long position, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (pattern.Dial is not { } dial || race.DialKind == DialKind.Scale)
            return await ReadAsync(race, pattern, pattern.Pair, null, cancellationToken);
        var at = Math.Clamp(position, dial.Min, dial.Max);
        var evidence = await ReadAsync(race, pattern, pattern.Pair, at, cancellationToken);
        if (race.DialKind != DialKind.Load) return evidence;
        var lanes = new List<LaneEvidence>();
        foreach (var lane in evidence.Lanes)
        {
            var load = await LoadAsync(pattern.Lane(lane.Lane).Request, at, timeout, cancellationToken);
            lanes.Add(lane with { Load = load });
        }

        return evidence with { Lanes = lanes };
    }

    private async Task<RateLoad> LoadAsync(
        LaneRequest request, long rate, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var sender = new RequestSender(client.Address, timeout);
        var load = await new OpenLoop(sender)
            .RunAsync(() => request.ToMessage(), rate, LoadDuration, null, cancellationToken);
        var metrics = load.Metrics;
        var backlog = (await client.VitalsAsync(cancellationToken)).Waiting;
        await client.WaitForBacklogAsync(0, limit: null, cancellationToken);
        double? p95 = metrics.Latencies.Percentiles().P95 is { } value ? Math.Round(value, 2) : null;
        return new(metrics.Total, metrics.Failed, p95, backlog);
    }

    /// <summary>True while the pattern's own rule has not seen enough requests of this lane.</summary>
    private static bool IsUndecided(LaneEvidence? lane, string slug)
        => lane?.Vitals?.Rules.Any(rule => rule.Rule == slug && rule.State == "notSeen") == true;

    private async Task<LaneEvidence> SendAsync(string lane, LaneRequest request, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, checklist: true, cancellationToken, Encodings);
        var ms = Math.Round(Stopwatch.GetElapsedTime(since).TotalMilliseconds, 2);
        var bytes = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
        var id = answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;
        var path = $"/checklist/requests/{id}";
        var vitals = id is null ? null : await client.TryGetAsync<RequestEvidence>(path, cancellationToken);
        var target = $"{request.Method} {request.Path}";
        return new(lane, target, (int)answer.StatusCode, ms, bytes, vitals, id);
    }
}

/// <summary>A lane and a request to it, with its cursor or id.</summary>
internal sealed record SentRequest(string Lane, LaneRequest Request)
{
    /// <summary>The request that a race sent. To find it again may take long.</summary>
    public static SentRequest Of(Pattern pattern, LaneResult raced)
    {
        var path = raced.Request[(raced.Request.IndexOf(' ', StringComparison.Ordinal) + 1)..]; // after the method
        return new(raced.Name, pattern.Lane(raced.Name).Request with { Path = path });
    }
}
