using PyConDemo.Stage.Page.Checklist;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>Sends requests to each lane with the checklist on, and reads from the API what the last request did. It
/// must not run during a race: EXPLAIN runs the statements again.</summary>
internal sealed class EvidenceReader(DemoClient client)
{
    private const int Attempts = 2; // the first request also pays one-time costs: a connection, a cold plan

    /// <param name="patternLanes">In the order in which the page shows them.</param>
    /// <param name="position">The dial's position; null for the race's default.</param>
    public async Task<EvidenceAnswer> ReadAsync(Race race, Pattern pattern, IReadOnlyList<PatternLane> patternLanes,
        long? position, CancellationToken cancellationToken)
    {
        var dial = position ?? pattern.Dial?.Default;
        var lanes = new List<LaneEvidence>();
        foreach (var patternLane in patternLanes)
        {
            var request = await race.PrepareRequestAsync(client, pattern, patternLane, dial ?? 1, cancellationToken);
            LaneEvidence? lane = null;
            string? id = null;
            for (var i = 0; i < Attempts || (i < ChecklistMatrix.MaxRequests && IsUndecided(lane, pattern.Slug)); i++)
            {
                await race.ResetAsync(client, dial ?? 1, cancellationToken);
                (lane, id) = await SendAsync(patternLane.Name, request, cancellationToken);
            }

            var plans = id is null ? null : await TryGetAsync($"/demo/requests/{id}/plans", cancellationToken);
            lanes.Add(lane! with { Plans = plans });
        }

        await race.ResetAsync(client, pattern.Dial?.Default ?? 1, cancellationToken);
        return new(pattern.Slug, dial, race.DialKind, race.PrimaryCost, lanes);
    }

    /// <summary>True while the pattern's own rule has not seen enough requests of this lane.</summary>
    private static bool IsUndecided(LaneEvidence? lane, string slug) => lane?.Vitals?["rules"] is JsonArray rules
        && rules.Any(rule => (string?)rule?["rule"] == slug && (string?)rule?["state"] == "notSeen");

    /// <returns>The evidence without plans, and the API's id of the request.</returns>
    private async Task<(LaneEvidence Lane, string? Id)> SendAsync(
        string lane, LaneRequest request, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, checklist: true, cancellationToken);
        var ms = Math.Round(Stopwatch.GetElapsedTime(since).TotalMilliseconds, 2);
        var bytes = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
        var id = answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;
        var vitals = id is null ? null : await TryGetAsync($"/checklist/requests/{id}", cancellationToken);
        var target = $"{request.Method} {request.Path}";
        return (new(lane, target, (int)answer.StatusCode, ms, bytes, vitals, Plans: null), id);
    }

    /// <summary>Null is no error: the page says that the API does not report it.</summary>
    private async Task<JsonNode?> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync<JsonNode>(path, cancellationToken);
        }
        catch (UnexpectedAnswerException)
        {
            return null;
        }
    }
}

/// <summary>The evidence of a race's lanes at one position of the dial.</summary>
/// <param name="Dial">Null where the pattern has no dial.</param>
/// <param name="DialKind">The page's slider moves every kind of dial except the data's scale.</param>
/// <param name="PrimaryCost">The count that the pattern is about.</param>
public sealed record EvidenceAnswer(
    string Slug, long? Dial,
    [property: JsonPropertyName("turns")] DialKind DialKind,
    [property: JsonPropertyName("grows")] GrowthCost PrimaryCost,
    IReadOnlyList<LaneEvidence> Lanes);

/// <summary>What one request of a lane did inside the server, as the API reports it.</summary>
/// <param name="Ms">The request's time in milliseconds, as the client measured it.</param>
/// <param name="Vitals">The checklist's record of the request. Null where the API does not report it.</param>
/// <param name="Plans">The query plans. Null where the API does not report them.</param>
/// <param name="Load">Only where the dial is an arrival rate.</param>
public sealed record LaneEvidence(string Lane, string Request, int Status, double Ms, long Bytes,
    JsonNode? Vitals, JsonNode? Plans, RateLoad? Load = null);
