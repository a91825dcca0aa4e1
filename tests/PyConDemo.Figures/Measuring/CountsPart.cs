using PyConDemo.ApiClient;
using PyConDemo.Figures.Documents;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Target;

namespace PyConDemo.Figures.Measuring;

/// <summary>
/// Sends a request to every lane and counts its cost, with the API's checklist and query plans. It uses the dial's
/// default value, and other values where the documents show more.
/// </summary>
internal sealed class CountsPart(DemoClient client, Measurement counts, CancellationToken cancellationToken)
{
    private const int Attempts = 2; // the first request also costs what a process does only once
    private static readonly TimeSpan SeededWithin = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(FiguresFile file, CancellationToken cancellationToken)
    {
        Progress.Say("counts: starting the API, on data that is seeded for this run");
        await using var api = await ApiProcess.StartAsync("medium", null, cancellationToken);
        using var client = new DemoClient(api.Address);
        await client.ReadyAsync(SeededWithin, cancellationToken);
        var (patterns, vitals) = await TargetCheck.RunAsync(client, cancellationToken);
        var counts = Measurement.Here(vitals.Postgres!.Version);
        var part = new CountsPart(client, counts, cancellationToken);
        foreach (var pattern in patterns) await part.CountAsync(pattern);
        file.Measurements[FiguresFile.Counts] = counts;
        foreach (var pattern in patterns) file.Symptoms[pattern.Slug] = pattern.Symptom;
    }

    private static (string Name, long Dial, string Encoding)[] Variations(string slug, long dial) =>
    [
        ("", dial, "br"),
        .. slug switch
        {
            "offset-pagination" => [(".page-1", 1, "br")],
            "n-plus-one" => [(".size-1", 1, "br"), (".size-1000", 1000, "br")],
            "fat-payloads" => [(".identity", dial, "identity"), (".gzip", dial, "gzip")],
            _ => Array.Empty<(string, long, string)>(),
        },
    ];

    private async Task CountAsync(Pattern pattern)
    {
        // The cost of `yours` depends on the attendee.
        foreach (var lane in pattern.Lanes.Where(lane => lane.Name != PatternLane.Yours))
        {
            Progress.Say($"counts: {pattern.Slug}, {lane.Name}");
            foreach (var (name, dial, encoding) in Variations(pattern.Slug, pattern.Dial?.Default ?? 1))
                await CountAsync($"{pattern.Slug}.{lane.Name}{name}", pattern, lane, dial, encoding);
        }
    }

    private async Task CountAsync(string name, Pattern pattern, PatternLane lane, long dial, string encoding)
    {
        var race = RaceCatalog.Find(pattern.Slug);
        var request = await race.PrepareRequestAsync(client, pattern, lane, dial, cancellationToken);
        using var http = new HttpClient { BaseAddress = client.Target };
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await RestoreAsync();
            using var message = request.ToMessage();
            message.Headers.Add("Checklist", "on");
            message.Headers.Add("Accept-Encoding", encoding);
            using var answer = await http.SendAsync(message, cancellationToken);
            answer.EnsureSuccessStatusCode();
            if (attempt == Attempts)
                await AddAsync(name, answer, RestoreAsync);
        }

        async Task RestoreAsync()
        {
            await race.ResetAsync(client, dial, cancellationToken);
            // Reports that are still being made change the tables that the next request reads.
            await client.WaitForBacklogAsync(most: 0, limit: null, cancellationToken);
        }
    }

    /// <param name="restore">
    /// Restores the data from before the request, so that the plans are those of the request.
    /// </param>
    private async Task AddAsync(string name, HttpResponseMessage answer, Func<Task> restore)
    {
        var id = answer.Headers.GetValues("Checklist-Request").First();
        var vitals = await client.GetAsync<RequestVitals>($"/checklist/requests/{id}", cancellationToken);
        await restore();
        var answered = await client.GetAsync<PlansAnswer>($"/demo/requests/{id}/plans", cancellationToken);
        var plans = answered.Plans.Where(plan => plan.Root is not null).ToArray();
        var bytes = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Length;

        counts.Add($"{name}.commands", vitals.Commands, Figure.Count);
        counts.Add($"{name}.buffers", plans.Sum(plan => plan.Count * plan.Buffers), Figure.Buffers);
        counts.Add($"{name}.rows-read", plans.Sum(plan => plan.Count * plan.Root!.RowsRead), Figure.Count);
        // Two statements may lock the same rows, which count once.
        var locked = plans.Select(plan => plan.Count * plan.RowsLocked).DefaultIfEmpty().Max();
        counts.Add($"{name}.rows-locked", locked, Figure.Count);
        counts.Add($"{name}.bytes", bytes, Figure.Bytes);
        counts.Add($"{name}.pages", await PdfPages.OfAsync(answer, cancellationToken), Figure.Count);
    }

    private sealed record PlansAnswer(IReadOnlyList<Plan> Plans);

    private sealed record Plan(long Count, long Buffers, long RowsLocked, PlanNode? Root);

    private sealed record PlanNode(string Node, long Rows, long Removed, IReadOnlyList<PlanNode> Children)
    {
        private bool IsScan => Node is "Seq Scan" or "Index Scan" or "Index Only Scan" or "Bitmap Index Scan";

        /// <summary>Rows that the scans of tables and indexes read, including those that a filter removed.</summary>
        public long RowsRead
            => Children.Sum(child => child.RowsRead) + (Children.Count == 0 && IsScan ? Rows + Removed : 0);
    }
}
