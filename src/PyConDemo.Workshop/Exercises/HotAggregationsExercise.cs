using System.Diagnostics;
using System.Text.Json;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Exercises;

/// <summary>A dashboard whose page view costs the same, however many orders there are, and that is not stale for long.</summary>
internal sealed class HotAggregationsExercise : Exercise
{
    private const int AtOnce = 16, InARow = 10;

    /// <summary>Pages of 8 KB for one page view: a row or two by an index.</summary>
    private const int FewBuffers = 20;

    /// <summary>A dashboard may lag by this much: the demo's own refresh runs every 10 s.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public override string Slug => "hot-aggregations";

    public override string Goal => "every page view reads every order. Make a view cost the same, however many orders there are.";

    public override IReadOnlyList<string> Hints =>
    [
        "Send `curl -i -H 'Checklist: on' http://127.0.0.1:5080/yours/dashboard` and open the request's plans: how many rows are read to show a handful of numbers?",
        "Nobody needs these numbers to the second. Who could work them out once for all visitors, and when?",
        "There is a materialized view in seed/60-dashboard.sql, refreshed in the background: `db.Dashboards` reads it.",
        "`var view = await db.Dashboards.SingleAsync(cancellationToken);` and fill the result from it, `AsOf` included: say how old the numbers are.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("16 visitors at once cost no more than one", ColdAsync),
        new("the same dashboard as bad, after a refresh", SameAnswerAsync),
        new("a page view costs the same in twice the data", CostAsync),
        new("it says how old its numbers are", AgeAsync),
        new("new orders show within 15 s", FreshAsync),
    ];

    /// <summary>The first thing that the process is asked, so that caches are cold: what is missing then is asked for by everybody.</summary>
    private static async Task ColdAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        var bad = await api.CostAsync("/dashboard", cancellationToken, bad: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => api.SendMeasuredAsync("/dashboard", cancellationToken)));
        var (cold, _) = await SumAsync(api, answers, cancellationToken);
        var (warm, _) = await RowAsync(api, cancellationToken);

        if (cold.Unplanned.FirstOrDefault(sql => sql.StartsWith("REFRESH", StringComparison.OrdinalIgnoreCase)) is { } refresh)
            throw new RefusalException("refresh-in-request", $"The page view waits for `{refresh}`, which reads every order: the work has only moved. Refresh in the background.");
        if (warm.Buffers > InARow * FewBuffers && warm.Buffers > InARow * bad.Buffers / 4)
        {
            throw new RefusalException("live",
                $"{warm.Commands:N0} commands and {warm.Buffers:N0} buffers for {InARow} page views: each of them still reads the orders (bad: {bad.Buffers:N0} for one).");
        }

        if (cold.Buffers > 2 * bad.Buffers + AtOnce * FewBuffers)
        {
            throw new RefusalException("stampede",
                $"Kept, but when {AtOnce} visitors come before it is there, {cold.Commands:N0} commands read {cold.Buffers:N0} buffers: each of them fills the cache. One must do it, and the others wait for that one.");
        }
    }

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both) await EqualAsync(api, Timeout, "same-answer", "Not bad's dashboard", cancellationToken);
    }

    private static async Task CostAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var (small, twice) = (await RowAsync(apis.Small, cancellationToken), await RowAsync(apis.Twice, cancellationToken));
        if (twice.Asked <= InARow / 5) return; // kept in memory: what a rare refill costs is shared by all
        if (twice.Sum.Buffers > 1.3 * small.Sum.Buffers + InARow * FewBuffers / 2)
        {
            throw new RefusalException("size-of-data",
                $"Same answer, but {InARow} page views touch {small.Sum.Buffers:N0} buffers, and {twice.Sum.Buffers:N0} at twice the data: the cost still grows with the orders.");
        }
    }

    /// <summary>Old numbers are the price, and asOf is its tag. Several times: a refresh may come in between, and then nothing is old.</summary>
    private static async Task AgeAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var before = (await apis.Small.YoursAsync("/dashboard", cancellationToken)).Json();
                await apis.Small.ChangeDataAsync(cancellationToken);
                var changed = (await apis.Small.BadAsync("/dashboard", cancellationToken)).Json();
                var after = (await apis.Small.YoursAsync("/dashboard", cancellationToken)).Json();
                if (Orders(after) == Orders(before) && AsOf(after) > AsOf(changed))
                    throw new RefusalException("as-of", $"It counts {Orders(after):N0} orders as of {AsOf(after):HH:mm:ss.fff}, when there were {Orders(changed):N0}: asOf must be the moment of the count, not of the answer.");
            }
        }
        finally
        {
            await apis.Small.RestoreDataAsync(cancellationToken);
            await apis.Small.Demo.RefreshDashboardAsync(cancellationToken);
        }
    }

    private static DateTime AsOf(JsonElement dashboard) => dashboard.TryGetProperty("asOf", out var moment) ? moment.GetDateTime()
        : throw new RefusalException("as-of", "The answer has no asOf: nobody can tell how old its numbers are.");

    private static long Orders(JsonElement dashboard) => dashboard.GetProperty("orders").GetInt64();

    private static async Task FreshAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        try
        {
            await apis.Small.ChangeDataAsync(cancellationToken);
            await EqualAsync(apis.Small, Timeout, "stale", $"Seven orders were added and the view refreshed; after {Timeout.TotalSeconds:0} s the dashboard is still the old one", cancellationToken)
                ;
        }
        finally
        {
            await apis.Small.RestoreDataAsync(cancellationToken);
            await apis.Small.Demo.RefreshDashboardAsync(cancellationToken);
        }
    }

    /// <summary>Right after a refresh at best; a cache may take its time.</summary>
    private static async Task EqualAsync(GradedApi api, TimeSpan patience, string reason, string words, CancellationToken cancellationToken)
    {
        await api.Demo.RefreshDashboardAsync(cancellationToken);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var expected = (await api.BadAsync("/dashboard", cancellationToken)).Json();
            var actual = (await api.YoursAsync("/dashboard", cancellationToken)).Json();
            if (SameData.Difference(expected, actual) is not { } difference) return;
            // What is missing altogether does not come with time.
            if (Stopwatch.GetElapsedTime(since) > patience || Lacks(expected, actual)) throw new RefusalException(reason, $"{words}: {difference}.");
            await Task.Delay(200, cancellationToken);
        }
    }

    private static bool Lacks(JsonElement expected, JsonElement actual) => actual.ValueKind != JsonValueKind.Object
        || expected.EnumerateObject().Any(field => !actual.TryGetProperty(field.Name, out var theirs) || theirs.ValueKind != field.Value.ValueKind
            || (theirs.ValueKind == JsonValueKind.Array && theirs.GetArrayLength() != field.Value.GetArrayLength()));

    private static async Task<(GradedCost Sum, int Asked)> RowAsync(GradedApi api, CancellationToken cancellationToken)
    {
        var answers = new List<GradedAnswer>();
        for (var i = 0; i < InARow; i++) answers.Add(await api.SendMeasuredAsync("/dashboard", cancellationToken));
        return await SumAsync(api, answers, cancellationToken);
    }

    private static async Task<(GradedCost Sum, int Asked)> SumAsync(GradedApi api, IEnumerable<GradedAnswer> answers, CancellationToken cancellationToken)
    {
        var (sum, asked) = (new GradedCost(0, 0, 0, 0, 0, [], []), 0);
        foreach (var answer in answers)
        {
            var cost = await api.CostOfAsync(answer, cancellationToken);
            if (cost.Commands > 0) asked++;
            sum = sum with { Commands = sum.Commands + cost.Commands, Buffers = sum.Buffers + cost.Buffers, Unplanned = [.. sum.Unplanned, .. cost.Unplanned] };
        }

        return (sum, asked);
    }
}
