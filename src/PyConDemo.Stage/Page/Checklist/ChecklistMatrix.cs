namespace PyConDemo.Stage.Page.Checklist;

/// <summary>Sends requests to both lanes of each pattern, and publishes each result of the API's checklist at
/// once.</summary>
internal sealed class ChecklistMatrix(DemoClient client, EventLog events)
{
    /// <summary>A rule may need several requests before it decides, and it ignores the first requests of a
    /// process.</summary>
    public const int MaxRequests = 20;

    public async Task RunAsync(IReadOnlyList<Pattern> patterns, CancellationToken cancellationToken)
    {
        var rows = patterns.Select(p => new ChecklistRow(p.Slug, p.Title, p.Checklist,
            [.. p.Pair.Select(l => new ChecklistCell(l.Name, "waiting", null))])).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            for (var lane = 0; lane < rows[i].Lanes.Count; lane++)
            {
                rows[i] = With(rows[i], lane, "measuring", null);
                Publish(running: true);
                var (state, what) = await TryMeasureAsync(patterns[i], patterns[i].Pair[lane], cancellationToken);
                rows[i] = With(rows[i], lane, state, what);
            }
        }

        Publish(running: false);

        void Publish(bool running)
            => events.SetState("checklist", new { running, date = TimeProvider.System.GetUtcNow(), rows });
    }

    /// <summary>One lane may fail, for example when a small data set lacks its example page. The others are still
    /// measured.</summary>
    private async Task<(string State, string? What)> TryMeasureAsync(
        Pattern pattern, PatternLane lane, CancellationToken cancellationToken)
    {
        try
        {
            return await MeasureAsync(pattern, lane, cancellationToken);
        }
        catch (UnexpectedAnswerException e)
        {
            return ("notSeen", e.Message);
        }
    }

    private async Task<(string State, string? What)> MeasureAsync(
        Pattern pattern, PatternLane lane, CancellationToken cancellationToken)
    {
        var race = RaceCatalog.Find(pattern.Slug);
        var dial = pattern.Dial?.Default ?? 1;
        var request = await race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
        await race.ResetAsync(client, dial, cancellationToken);
        (string State, string? What) result = ("notSeen", null);
        for (var i = 0; i < MaxRequests && result.State == "notSeen"; i++)
        {
            using var answer = await client.SendAsync(request, checklist: true, cancellationToken);
            if (!answer.Headers.TryGetValues("Checklist-Request", out var ids))
                return ("notSeen", "The API has no checklist.");
            var vitals = await client.GetAsync<JsonNode>($"/checklist/requests/{ids.First()}", cancellationToken);
            var rule = vitals["rules"]?.AsArray().FirstOrDefault(r => (string?)r?["rule"] == pattern.Slug);
            var what = (string?)rule?["finding"]?["what"] ?? (string?)rule?["note"];
            result = ((string?)rule?["state"] ?? "notSeen", what);
        }

        return result;
    }

    private static ChecklistRow With(ChecklistRow row, int lane, string state, string? what) => row with
    {
        Lanes = [.. row.Lanes.Select((cell, i) => i == lane ? cell with { State = state, What = what } : cell)],
    };
}

/// <summary>One line of the Server Health Checklist.</summary>
/// <param name="Line">The API's one-line advice for the pattern.</param>
public sealed record ChecklistRow(string Slug, string Title, string Line, IReadOnlyList<ChecklistCell> Lanes);

/// <summary>What the pattern's rule says about one lane.</summary>
/// <param name="State">waiting, measuring, or the API's state: healthy, unhealthy, silenced, notSeen.</param>
/// <param name="What">The finding's sentence, or the reason why the rule could not decide.</param>
public sealed record ChecklistCell(string Lane, string State, string? What);
