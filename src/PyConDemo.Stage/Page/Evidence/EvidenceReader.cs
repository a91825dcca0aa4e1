using System.Diagnostics;
using System.Text.Json.Nodes;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Page.Checklist;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>Asks each lane with the checklist on, and the API what happened in the last request. Never within a race: EXPLAIN runs the statements again.</summary>
internal sealed class EvidenceReader(DemoClient client)
{
    private const int Attempts = 2; // the first answer also pays for what happens once: a connection, a cold plan

    /// <param name="asked">The lanes, in the order in which the page shows them.</param>
    /// <param name="at">The dial's position; null for the race's own.</param>
    public async Task<EvidenceAnswer> ReadAsync(
        Race race, Pattern pattern, IReadOnlyList<PatternLane> asked, long? at, CancellationToken cancellationToken)
    {
        var dial = at ?? pattern.Dial?.Default;
        var lanes = new List<LaneEvidence>();
        foreach (var own in asked)
        {
            var request = await race.PrepareRequestAsync(client, pattern, own, dial ?? 1, cancellationToken);
            LaneEvidence? lane = null;
            string? id = null;
            for (var i = 0; i < Attempts || (i < ChecklistMatrix.MostRequests && IsOpen(lane, pattern.Slug)); i++)
            {
                await race.ResetAsync(client, pattern, dial ?? 1, cancellationToken);
                (lane, id) = await AskAsync(own.Name, request, cancellationToken);
            }

            lanes.Add(lane! with { Plans = await TryAsync(id, of => $"/demo/requests/{of}/plans", cancellationToken) });
        }

        await race.ResetAsync(client, pattern, pattern.Dial?.Default ?? 1, cancellationToken);
        return new(pattern.Slug, dial, race.DialKind, race.PrimaryCost, lanes);
    }

    /// <summary>The pattern's own rule has not seen enough of this lane to judge it.</summary>
    private static bool IsOpen(LaneEvidence? lane, string slug) => lane?.Vitals?["rules"] is JsonArray rules
        && rules.Any(rule => (string?)rule?["rule"] == slug && (string?)rule?["state"] == "notSeen");

    /// <returns>Without its plans, and the name by which the API knows the request.</returns>
    private async Task<(LaneEvidence Lane, string? Id)> AskAsync(string lane, LaneRequest request, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, checklist: true, cancellationToken);
        var ms = Math.Round(Stopwatch.GetElapsedTime(since).TotalMilliseconds, 2);
        var bytes = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
        var id = answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;
        var vitals = await TryAsync(id, of => $"/checklist/requests/{of}", cancellationToken);
        return (new(lane, $"{request.Method} {request.Path}", (int)answer.StatusCode, ms, bytes, vitals, Plans: null), id);
    }

    /// <summary>An API that does not tell is not an error: the page says that it was not told.</summary>
    private async Task<JsonNode?> TryAsync(string? id, Func<string, string> path, CancellationToken cancellationToken)
    {
        if (id is null) return null;
        try
        {
            return await client.GetAsync<JsonNode>(path(id), cancellationToken);
        }
        catch (UnexpectedAnswerException)
        {
            return null;
        }
    }
}
