using System.Diagnostics;
using System.Text.Json.Nodes;
using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Page.Why;

/// <summary>Asks each lane once with the checklist on, and the API what happened. Never within a race: EXPLAIN runs the statements again.</summary>
internal sealed class WhyReader(DemoClient client)
{
    private const int Attempts = 2; // the first answer also pays for what happens once: a connection, a cold plan

    /// <param name="at">The dial's position; null for the race's own.</param>
    public async Task<WhyPage> ReadAsync(Race race, Pattern pattern, long? at, CancellationToken cancel)
    {
        var dial = at ?? pattern.Dial?.Default;
        var lanes = new List<LaneWhy>();
        foreach (var own in pattern.Pair)
        {
            var request = await race.AimAsync(client, pattern, own, dial ?? 1, cancel).ConfigureAwait(false);
            LaneWhy? lane = null;
            for (var i = 0; i < Attempts; i++)
            {
                await race.ResetAsync(client, pattern, dial ?? 1, cancel).ConfigureAwait(false);
                lane = await AskAsync(own.Name, request, plans: i == Attempts - 1, cancel).ConfigureAwait(false);
            }

            lanes.Add(lane!);
        }

        await race.ResetAsync(client, pattern, pattern.Dial?.Default ?? 1, cancel).ConfigureAwait(false);
        return new(pattern.Slug, dial, race.Dial, race.Grows, lanes);
    }

    private async Task<LaneWhy> AskAsync(string lane, LaneRequest request, bool plans, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, checklist: true, cancel).ConfigureAwait(false);
        var ms = Math.Round(Stopwatch.GetElapsedTime(since).TotalMilliseconds, 2);
        var bytes = (await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false)).LongLength;
        var id = answer.Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;
        return new(lane, $"{request.Method} {request.Path}", (int)answer.StatusCode, ms, bytes,
            await TryAsync(id is null ? null : $"/checklist/requests/{id}", cancel).ConfigureAwait(false),
            await TryAsync(id is null || !plans ? null : $"/demo/requests/{id}/plans", cancel).ConfigureAwait(false));
    }

    /// <summary>An API that does not tell is not an error: the page says that it was not told.</summary>
    private async Task<JsonNode?> TryAsync(string? path, CancellationToken cancel)
    {
        if (path is null) return null;
        try
        {
            return await client.GetAsync<JsonNode>(path, cancel).ConfigureAwait(false);
        }
        catch (StageException e) when (e.Code != ExitCode.DeadTarget)
        {
            return null;
        }
    }
}
