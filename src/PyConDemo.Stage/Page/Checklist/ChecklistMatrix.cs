namespace PyConDemo.Stage.Page.Checklist;

/// <summary>Sends requests to both lanes of each pattern, and publishes each result of the checklist.</summary>
internal sealed class ChecklistMatrix(DemoClient client, EventLog events)
{
    /// <summary>A rule may need several requests, and it ignores the first requests of a process.</summary>
    public const int MaxRequests = 20;

    public async Task RunAsync(IReadOnlyList<Pattern> patterns, CancellationToken cancellationToken)
    {
        var rows = patterns.Select(p => new ChecklistRow(p.Slug, p.Title, p.Checklist,
            [.. p.Pair.Select(l => new ChecklistCell(l.Name, "waiting"))])).ToArray();
        try
        {
            foreach (var (pattern, row) in patterns.Zip(rows))
            {
                for (var lane = 0; lane < row.Lanes.Length; lane++)
                {
                    row.Lanes[lane] = row.Lanes[lane] with { State = "measuring" };
                    Publish(running: true);
                    row.Lanes[lane] = await MeasureAsync(pattern, pattern.Pair[lane], cancellationToken);
                }
            }
        }
        finally
        {
            foreach (var lanes in rows.Select(row => row.Lanes))
            {
                if (Array.FindIndex(lanes, cell => cell.State == "measuring") is >= 0 and var stopped)
                    lanes[stopped] = lanes[stopped] with { State = "waiting" }; // a race went first
            }

            Publish(running: false);
        }

        void Publish(bool running)
            => events.SetState("checklist", new { running, date = TimeProvider.System.GetUtcNow(), rows });
    }

    private async Task<ChecklistCell> MeasureAsync(
        Pattern pattern, PatternLane lane, CancellationToken cancellationToken)
    {
        var cell = new ChecklistCell(lane.Name, "notSeen");
        try
        {
            var race = RaceCatalog.Find(pattern.Slug);
            var dial = pattern.Dial?.Default ?? 1;
            var request = await race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
            await race.ResetAsync(client, dial, cancellationToken);
            for (var i = 0; i < MaxRequests && cell.State == "notSeen"; i++)
            {
                using var answer = await client.SendAsync(request, checklist: true, cancellationToken);
                if (!answer.Headers.TryGetValues("Checklist-Request", out var ids))
                    return cell with { What = "The API has no checklist." };
                var path = $"/checklist/requests/{ids.First()}";
                var measured = await client.GetAsync<RequestEvidence>(path, cancellationToken);
                var rule = measured.Rules.FirstOrDefault(rule => rule.Rule == pattern.Slug);
                cell = new(lane.Name, rule?.State ?? "notSeen", rule?.Finding?.What ?? rule?.Note);
            }
        }
        catch (UnexpectedAnswerException e)
        {
            // A small data set may lack this lane's example page. The other lanes are still measured.
            return cell with { What = e.Message };
        }

        return cell;
    }
}

/// <param name="Line">The API's one-line advice for the pattern.</param>
internal sealed record ChecklistRow(string Slug, string Title, string Line, ChecklistCell[] Lanes);

/// <summary>What the pattern's rule says about one lane.</summary>
/// <param name="State">waiting, measuring, or the API's state: healthy, unhealthy, silenced, notSeen.</param>
/// <param name="What">The finding's sentence, or the reason why the rule could not decide.</param>
internal sealed record ChecklistCell(string Lane, string State, string? What = null);
