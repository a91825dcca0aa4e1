namespace PyConDemo.Workshop.Exercises;

internal sealed class HotAggregationsExercise() : Exercise(
    "hot-aggregations", "Every page view reads every order. Make it cost the same for any number of orders.")
{
    private const int AtOnce = 16, InARow = 10;

    /// <summary>Pages of 8 kB for one page view: a row or two by an index.</summary>
    private const int FewBuffers = 20;

    /// <summary>A dashboard may lag by this much. The demo's own refresh runs every 10 s.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public override IReadOnlyList<string> Hints =>
    [
        "Send `curl -i -H 'Checklist: on' http://127.0.0.1:5080/yours/dashboard` and open "
            + "`/demo/requests/<id>/plans` (the header Checklist-Request has the id): how many rows does it read?",
        "Nobody needs these numbers to the second. What could compute them once for all visitors, and when?",
        "seed/60-dashboard.sql has a materialized view that is refreshed in the background. `db.Dashboards` reads it.",
        "`var view = await db.Dashboards.SingleAsync(cancellationToken);` and fill the result from it. Include `AsOf`, "
            + "which says how old the numbers are.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("16 page views at once cost no more than one", ColdAsync),
        new("the same dashboard as bad, after a refresh", SameAnswerAsync),
        new("a page view costs the same in twice the data", CostAsync),
        new("says how old its numbers are", AgeAsync),
        new("shows new orders within 15 s", FreshAsync),
    ];

    /// <summary>These are the first requests of the process: caches are empty, and all visitors miss.</summary>
    private static async Task ColdAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        var shipped = await api.SendAsync(LaneRequest.Get("/bad/dashboard"), cancellationToken, measure: true);
        var bad = await api.CostOfAsync(shipped, cancellationToken);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => api.SendMeasuredAsync("/dashboard", cancellationToken)));
        var cold = await CostsAsync(api, answers, cancellationToken);
        var warm = await ViewInARowAsync(api, cancellationToken);

        var refresh = cold.SelectMany(cost => cost.Unplanned)
            .FirstOrDefault(sql => sql.StartsWith("REFRESH", StringComparison.OrdinalIgnoreCase));
        Refuse.If(refresh is not null, "refresh-in-request", $"The page view waits for `{refresh}`, which reads "
            + "every order: the work has only moved. Refresh in the background.");
        var buffers = warm.Sum(cost => cost.Buffers);
        Refuse.If(buffers > InARow * FewBuffers && buffers > InARow * bad.Buffers / 4, "live",
            $"{InARow} page views touch {buffers:N0} buffers: each still reads the orders (bad: {bad.Buffers:N0}).");
        buffers = cold.Sum(cost => cost.Buffers);
        Refuse.If(buffers > 2 * bad.Buffers + AtOnce * FewBuffers, "stampede", $"When {AtOnce} visitors come before "
            + $"the cache is filled, {cold.Sum(cost => cost.Commands):N0} commands read {buffers:N0} buffers: only "
            + "one request may fill the cache, and the others must wait for it.");
    }

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both)
            await EnsureEqualAsync(api, "same-answer", "This is not bad's dashboard.", cancellationToken);
    }

    private static async Task CostAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var small = await ViewInARowAsync(apis.Small, cancellationToken);
        var twice = await ViewInARowAsync(apis.Twice, cancellationToken);
        if (twice.Count(cost => cost.Commands > 0) <= InARow / 5) return; // cached: all views share a rare refill
        var (few, many) = (small.Sum(cost => cost.Buffers), twice.Sum(cost => cost.Buffers));
        Refuse.If(many > 1.3 * few + InARow * FewBuffers / 2, "size-of-data", $"{InARow} page views touch {few:N0} "
            + $"buffers, and {many:N0} at twice the data: the cost still grows with the orders.");
    }

    /// <summary>Old numbers are the price of the fix, so the answer must say how old they are. It tries several times,
    /// because a refresh may come in between, and then nothing is old.</summary>
    private static async Task AgeAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        try
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var before = (await api.YoursAsync("/dashboard", cancellationToken)).Json();
                await api.ChangeDataAsync(cancellationToken);
                var (changed, after) = await api.BothAsync("/dashboard", cancellationToken);
                if (Orders(after) != Orders(before)) continue;
                Refuse.If(AsOf(after) > AsOf(changed), "as-of", $"It counts {Orders(after):N0} orders as of "
                    + $"{AsOf(after):HH:mm:ss.fff}, when there were {Orders(changed):N0}: asOf must be the moment of "
                    + "the count, not of the answer.");
            }
        }
        finally
        {
            await RestoreAsync(api, cancellationToken);
        }
    }

    private static async Task FreshAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        try
        {
            await apis.Small.ChangeDataAsync(cancellationToken);
            await EnsureEqualAsync(apis.Small, "stale", "Seven orders were added and the view was refreshed, but after "
                + $"{Timeout.TotalSeconds:0} s the dashboard is still the old one.", cancellationToken);
        }
        finally
        {
            await RestoreAsync(apis.Small, cancellationToken);
        }
    }

    private static async Task RestoreAsync(GradedApi api, CancellationToken cancellationToken)
    {
        await api.RestoreDataAsync(cancellationToken);
        await api.Demo.RefreshDashboardAsync(cancellationToken);
    }

    private static DateTime AsOf(JsonElement dashboard)
        => dashboard.TryGetProperty("asOf", out var moment) ? moment.GetDateTime() : throw new RefusalException(
            "as-of", "The answer has no asOf: nobody can tell how old its numbers are.");

    private static long Orders(JsonElement dashboard) => dashboard.GetProperty("orders").GetInt64();

    /// <summary>Waits until the dashboard shows the refresh. A cache may take its time.</summary>
    private static async Task EnsureEqualAsync(
        GradedApi api, string reason, string message, CancellationToken cancellationToken)
    {
        await api.Demo.RefreshDashboardAsync(cancellationToken);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var (bad, yours) = await api.BothAsync("/dashboard", cancellationToken);
            if (AnswerComparison.Difference(bad, yours, ComparedFields.All) is null) return;
            if (Stopwatch.GetElapsedTime(since) > Timeout || IsIncomplete(bad, yours))
                Refuse.IfDifferent(bad, yours, reason, message);
            await Task.Delay(200, cancellationToken);
        }
    }

    /// <summary>True when a field is missing or of another kind. Waiting does not help then.</summary>
    private static bool IsIncomplete(JsonElement expected, JsonElement actual)
        => actual.ValueKind != JsonValueKind.Object || !expected.EnumerateObject().All(
            field => actual.TryGetProperty(field.Name, out var value) && value.ValueKind == field.Value.ValueKind
                && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == field.Value.GetArrayLength()));

    private static async Task<IReadOnlyList<GradedCost>> ViewInARowAsync(
        GradedApi api, CancellationToken cancellationToken)
    {
        var answers = new List<GradedAnswer>();
        for (var i = 0; i < InARow; i++) answers.Add(await api.SendMeasuredAsync("/dashboard", cancellationToken));
        return await CostsAsync(api, answers, cancellationToken);
    }

    private static async Task<IReadOnlyList<GradedCost>> CostsAsync(
        GradedApi api, IEnumerable<GradedAnswer> answers, CancellationToken cancellationToken)
    {
        var costs = new List<GradedCost>();
        foreach (var answer in answers) costs.Add(await api.CostOfAsync(answer, cancellationToken));
        return costs;
    }
}
