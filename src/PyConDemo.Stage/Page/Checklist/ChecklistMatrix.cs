using System.Text.Json.Nodes;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Checklist;

/// <summary>Asks each lane of each pattern, and shows what the API's checklist says of it, as it comes.</summary>
internal sealed class ChecklistMatrix(DemoClient client, EventLog tape)
{
    /// <summary>A rule that judges a habit wants to see a few requests, and doesn't count a process's first ones.</summary>
    public const int MostRequests = 20;

    public async Task RunAsync(IReadOnlyList<Pattern> patterns, CancellationToken cancellationToken)
    {
        var rows = patterns.Select(p => new ChecklistRow(p.Slug, p.Title, p.Checklist,
            [.. p.Pair.Select(l => new ChecklistCell(l.Name, "waiting", null))])).ToArray();
        void Show(bool running) => tape.SetState("checklist", new { running, date = TimeProvider.System.GetUtcNow(), rows });
        for (var i = 0; i < rows.Length; i++)
        {
            for (var lane = 0; lane < rows[i].Lanes.Count; lane++)
            {
                rows[i] = Set(rows[i], lane, "measuring", null);
                Show(running: true);
                var (state, what) = await TryAsync(patterns[i], patterns[i].Pair[lane], cancellationToken);
                rows[i] = Set(rows[i], lane, state, what);
            }
        }

        Show(running: false);
    }

    /// <summary>A lane that cannot be asked, such as one whose example lies beyond little data, leaves the others to be measured.</summary>
    private async Task<(string State, string? What)> TryAsync(Pattern pattern, PatternLane lane, CancellationToken cancellationToken)
    {
        try
        {
            return await JudgeAsync(pattern, lane, cancellationToken);
        }
        catch (UnexpectedAnswerException e)
        {
            return ("notSeen", e.Message);
        }
    }

    private async Task<(string State, string? What)> JudgeAsync(Pattern pattern, PatternLane lane, CancellationToken cancellationToken)
    {
        var race = RaceCatalog.Find(pattern.Slug);
        var dial = pattern.Dial?.Default ?? 1;
        var request = await race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
        await race.ResetAsync(client, pattern, dial, cancellationToken);
        (string State, string? What) said = ("notSeen", null);
        for (var i = 0; i < MostRequests && said.State == "notSeen"; i++)
        {
            using var answer = await client.SendAsync(request, checklist: true, cancellationToken);
            if (!answer.Headers.TryGetValues("Checklist-Request", out var ids)) return ("notSeen", "The API does not tell.");
            var vitals = await client.GetAsync<JsonNode>($"/checklist/requests/{ids.First()}", cancellationToken);
            var rule = vitals["rules"]?.AsArray().FirstOrDefault(r => (string?)r?["rule"] == pattern.Slug);
            said = ((string?)rule?["state"] ?? "notSeen", (string?)rule?["finding"]?["what"] ?? (string?)rule?["note"]);
        }

        return said;
    }

    private static ChecklistRow Set(ChecklistRow row, int lane, string state, string? what)
        => row with { Lanes = [.. row.Lanes.Select((cell, i) => i == lane ? cell with { State = state, What = what } : cell)] };
}
