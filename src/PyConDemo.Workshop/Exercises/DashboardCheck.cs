using System.Collections.Concurrent;
using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Exercises;

/// <summary>Checks the dashboard: its cost, its truth, and its age. For one check.</summary>
internal sealed class DashboardCheck(World world)
{
    private const string Path = "/yours/dashboard";
    private const int AtOnce = 16, InARow = 10;

    /// <summary>Rows of a page view that reads what was computed before.</summary>
    private const int FewRows = 100;

    /// <summary>Of ten page views in a row, this many may fill a cache again.</summary>
    private const int MostRefills = 3;

    /// <summary>A dashboard may lag by this much.</summary>
    private static readonly TimeSpan MostLag = TimeSpan.FromSeconds(15);

    /// <summary>A little longer than most caches keep a dashboard.</summary>
    private static readonly TimeSpan UsualLag = TimeSpan.FromSeconds(6);

    /// <summary>Of two clocks on one machine.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(50);

    /// <summary>So many orders are added during one count.</summary>
    private const int MostAdded = 12;

    /// <summary>What the attendee's lane showed, with the timestamp of the judge's own clock.</summary>
    private readonly List<(long At, JsonElement Dashboard)> _shown = [];

    private readonly CachingCheck _caching = new(MostLag);

    /// <summary>The first requests of the process: caches are empty, and all visitors come at once.</summary>
    public async Task CostAsync(CancellationToken cancellationToken)
    {
        var cold = await AllAtOnceAsync(cancellationToken);
        var sameVisitor = await ViewAsync(() => Visitors.Of(1), cancellationToken);
        var newVisitors = await ViewAsync(Visitors.New, cancellationToken);
        Look[] views = [.. sameVisitor, .. newVisitors];

        var refreshes = cold.Commands.Concat(views.SelectMany(view => view.Server.Commands))
            .Count(command => command.Sql.StartsWith("REFRESH", StringComparison.OrdinalIgnoreCase));
        Refuse.If(refreshes > MostRefills, "refresh-in-request", $"{AtOnce + views.Length} page views started "
            + $"{refreshes} REFRESH, and each of them reads all orders: the work has only moved. Refresh in the "
            + "background, however many visitors come.");

        var (same, other) = (sameVisitor.Count(IsDear), newVisitors.Count(IsDear));
        Refuse.If(other > MostRefills && same <= MostRefills, "visitor", $"{other} of {InARow} new visitors made "
            + $"PostgreSQL count again, and of {InARow} views of one visitor {same}: each visitor fills a cache of "
            + "their own. The numbers are the same for all.");
        Refuse.If(other > MostRefills, "live", $"{other} of {InARow} page views in a row still count. "
            + CostCheck.Largest(newVisitors.MaxBy(view => view.Server.RowsRead)!.Server));
        await EnsureNoStampedeAsync("nothing is kept yet", cancellationToken, cold);
        await MemoryCheck.EnsureAsync(world.First, LaneRequest.Get(Path), cancellationToken);
    }

    /// <summary>After a refresh, the first server shows what bad counts.</summary>
    public async Task SameAnswerAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await UntilSameAsync(world.First, "same-answer", "This is not bad's dashboard", change: null, cancellationToken);
    }

    /// <summary>While the second server counts for its first answer, orders are added between any two of its
    /// statements. Whatever was there at asOf must be in the numbers.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        var server = await world.SecondAsync();
        var before = (await BadAsync(cancellationToken)).GetProperty("orders").GetInt64();
        var added = new ConcurrentQueue<DateTime>();
        server.Process.BeforeData(AddOrderAsync);
        var yours = await YoursAsync(server, cancellationToken);
        server.Process.BeforeData(null);
        if (!yours.TryGetProperty("orders", out var number) || !number.TryGetInt64(out var shown)) return;
        var asOf = AsOf(yours);
        var missing = before + added.Count(time => time + ClockSlack < asOf) - shown;
        Refuse.If(missing > 0 && shown >= before, "as-of", $"Orders were added while it counted. It says that its "
            + $"numbers are of {asOf:HH:mm:ss.fff}, and {missing} orders from before that are missing: asOf must be "
            + "the moment at which the count began, not that at which it ended.");

        async Task AddOrderAsync()
        {
            if (added.Count >= MostAdded) return;
            added.Enqueue(await world.Data.ReadAsync<DateTime>("""
                INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
                SELECT max(id) + 1, max(created_at), 1, 1, 'paid', 1 FROM orders
                RETURNING clock_timestamp()
                """, cancellationToken));
            await Task.Delay(2 * ClockSlack, cancellationToken);
        }
    }

    /// <summary>Changes that a cache could overlook. One server is asked all the time. The other one is not asked
    /// until the time is up: then its very first answer must be the new one.</summary>
    public async Task ChangesAsync(CancellationToken cancellationToken)
    {
        var asked = await world.SecondAsync();
        Change? last = null;
        foreach (var change in Changes)
        {
            await BeforeAFullSecondAsync(cancellationToken);
            await RefreshAsync(cancellationToken);
            await YoursAsync(asked, cancellationToken);
            var from = await ServerTimeAsync(cancellationToken);
            await world.Data.RunAsync(change.Sql, cancellationToken);
            last = new(change.What, from, await ServerTimeAsync(cancellationToken), Stopwatch.GetTimestamp());
            await LookAtAgeAsync(asked, last, cancellationToken);
            await RefreshAsync(cancellationToken);
            if (change != Changes[^1]) await UntilSameAsync(asked, "stale", last.What, last, cancellationToken);
        }

        await EnsureNextVisitorAsync(last!, cancellationToken);
        await UntilSameAsync(asked, "stale", last!.What, last, cancellationToken);
        // A cache that goes by the clock of the process may keep nothing longer than this.
        await world.First.Process.MoveClockAsync(TimeSpan.FromDays(1), cancellationToken);
        await EnsureNoStampedeAsync("what was kept is a day old", cancellationToken);
        await UntilSameAsync(world.First, "stale", "A day has passed", change: null, cancellationToken);
    }

    /// <summary>There are no orders any more.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await world.Data.RunAsync("DELETE FROM orders", cancellationToken);
        await RefreshAsync(cancellationToken);
        await world.First.Process.MoveClockAsync(TimeSpan.FromDays(1), cancellationToken);
        await UntilSameAsync(world.First, "stale", "All orders were deleted", change: null, cancellationToken);
    }

    /// <summary>True if many visitors at once share one read.</summary>
    public async Task<bool> IsReadOnceAsync(CancellationToken cancellationToken)
        => (await AllAtOnceAsync(cancellationToken)).Plans.Count <= 1;

    private static readonly IReadOnlyList<DataChange> Changes =
    [
        new("Orders were changed and deleted, but none was added", """
            UPDATE orders SET status = 'refunded' WHERE id % 100 = 1;
            UPDATE orders SET amount = amount + 1000 WHERE id % 100 = 2;
            DELETE FROM orders WHERE id % 100 = 3 AND id < (SELECT max(id) FROM orders);
            UPDATE users SET city = 'Jos' WHERE id % 2 = 0;
            """),
        new("Orders and a user were added, with a new city and a new status", """
            INSERT INTO users (id, name, email, city, created_at)
            SELECT max(id) + 1, 'New', 'new@example.org', 'Jos, {"N''Djamena"}', clock_timestamp() FROM users;
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT o.id + n, o.at + n * interval '1 hour', u.id, n, (ARRAY['paid', 'on hold'])[1 + n % 2], 1000000 * n
            FROM (SELECT max(id) AS id, max(created_at) AS at FROM orders) AS o, (SELECT max(id) AS id FROM users) AS u,
                generate_series(1, 7) AS n;
            """),
        new("Orders got another status and another amount, but none was added or deleted", """
            UPDATE orders SET status = CASE status WHEN 'paid' THEN 'pending' ELSE 'paid' END
            WHERE id % 100 = 4 AND status IN ('paid', 'pending');
            UPDATE orders SET amount = amount + CASE id % 100 WHEN 5 THEN 1 ELSE -1 END
            WHERE id % 100 IN (5, 6) AND id <= (SELECT max(id) / 100 * 100 FROM orders);
            """),
    ];

    /// <summary>What PostgreSQL did when many visitors came at once.</summary>
    private async Task<ServerActivity> AllAtOnceAsync(CancellationToken cancellationToken)
    {
        await world.First.ReadActivityAsync(cancellationToken);
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(
            _ => world.First.SendAsync(LaneRequest.Get(Path), cancellationToken, Visitors.New())));
        foreach (var answer in answers) answer.EnsureSuccess();
        await world.Data.UntilIdleAsync(JudgeServer.First, cancellationToken); // work that no answer waited for
        return await world.First.ReadActivityAsync(cancellationToken);
    }

    private async Task EnsureNoStampedeAsync(
        string when, CancellationToken cancellationToken, ServerActivity? seen = null)
    {
        seen ??= await AllAtOnceAsync(cancellationToken);
        var bad = (await world.ReferenceAsync("/bad/dashboard", cancellationToken)).Server.RowsRead;
        Refuse.If(seen.RowsRead > 2 * bad + AtOnce * FewRows, "stampede", $"When {AtOnce} visitors come while {when}, "
            + $"they read {seen.RowsRead:N0} rows, and one request of bad reads {bad:N0}: only one request may count, "
            + "and the others must wait for it.");
    }

    /// <summary>Nobody has looked at the first server's dashboard for a while, and the next visitor must see the
    /// change. A dashboard that lags more than most gets a second chance after the longest time.</summary>
    private async Task EnsureNextVisitorAsync(Change change, CancellationToken cancellationToken)
    {
        var since = change.Since;
        foreach (var pause in (TimeSpan[])[UsualLag, MostLag])
        {
            var rest = pause - Stopwatch.GetElapsedTime(since);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, cancellationToken);
            var (bad, yours) = (await BadAsync(cancellationToken), await YoursAsync(world.First, cancellationToken));
            since = Stopwatch.GetTimestamp();
            var difference = AnswerComparison.Difference(bad, yours, ComparedFields.All);
            EnsureAge(yours, change, difference);
            if (difference is null) return;
            if (pause < MostLag) continue;
            throw Different("stale", $"{change.What}. Nobody looked at the dashboard for "
                + $"{MostLag.TotalSeconds:0} s, and for the next visitor", bad, yours, change.Since);
        }
    }

    /// <summary>Right after a change, an answer may be old or new, and says truly which.</summary>
    private async Task LookAtAgeAsync(CheckedServer server, Change change, CancellationToken cancellationToken)
    {
        var (bad, yours) = (await BadAsync(cancellationToken), await YoursAsync(server, cancellationToken));
        EnsureAge(yours, change, AnswerComparison.Difference(bad, yours, ComparedFields.All));
    }

    /// <summary>Waits, so that what comes next is of a time that rounding would put after it.</summary>
    private static Task BeforeAFullSecondAsync(CancellationToken cancellationToken)
    {
        var part = DateTime.UtcNow.TimeOfDay.TotalSeconds % 1;
        var wait = part is > 0.5 and < 0.6 ? 0 : (1.55 - part) % 1;
        return Task.Delay(TimeSpan.FromSeconds(wait), cancellationToken);
    }

    private async Task<IReadOnlyList<Look>> ViewAsync(
        Func<(string, string)[]> visitor, CancellationToken cancellationToken)
    {
        var views = new List<Look>();
        for (var i = 0; i < InARow; i++)
        {
            var look = await world.First.LookAsync(LaneRequest.Get(Path), cancellationToken, visitor());
            _caching.Add(look.Answer.EnsureSuccess());
            // Work behind the answer belongs to this view: the next one must not find it running.
            await world.Data.UntilIdleAsync(JudgeServer.First, cancellationToken);
            var behind = await world.First.ReadActivityAsync(cancellationToken);
            views.Add(look with { Server = look.Server.With(behind) });
        }

        return views;
    }

    private static bool IsDear(Look view) => view.Server.RowsRead > FewRows;

    /// <summary>Waits until a server shows what bad counts. Each answer until then must say truly how old it is.
    /// </summary>
    /// <param name="change">What changed before. Null if nothing did.</param>
    private async Task UntilSameAsync(
        CheckedServer server, string reason, string what, Change? change, CancellationToken cancellationToken)
    {
        var bad = await BadAsync(cancellationToken);
        var since = change?.Since ?? Stopwatch.GetTimestamp();
        while (true)
        {
            var yours = await YoursAsync(server, cancellationToken);
            var difference = AnswerComparison.Difference(bad, yours, ComparedFields.All);
            if (change is not null) EnsureAge(yours, change, difference);
            if (difference is null) return;
            if (IsIncomplete(bad, yours)) throw Different(reason, $"{what}, and", bad, yours, since);
            if (Stopwatch.GetElapsedTime(since) > MostLag)
            {
                throw Different(
                    reason, $"{what}, and the view was refreshed. After {MostLag.TotalSeconds:0} s", bad, yours,
                    since);
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    /// <summary>The refusal of a dashboard that is not bad's. It is stale only if it is the one from before.</summary>
    /// <param name="since">When the data changed.</param>
    private RefusalException Different(string reason, string when, JsonElement bad, JsonElement yours, long since)
    {
        var difference = AnswerComparison.Difference(bad, yours, ComparedFields.All);
        var message = $"{when} the dashboard differs from bad: {difference}.";
        if (reason != "stale") return new(reason, message);
        return IsFromBefore(yours, since) ? new("stale", $"{message} It is the one from before.")
            : new("same-answer", $"{message} A part of it is old, or the code does not expect such data.");
    }

    private bool IsFromBefore(JsonElement dashboard, long since) => _shown.Any(shown => shown.At < since
        && AnswerComparison.Difference(shown.Dashboard, dashboard, ComparedFields.All) is null);

    /// <param name="difference">To bad's dashboard; null if there is none.</param>
    private void EnsureAge(JsonElement dashboard, Change change, string? difference)
    {
        var (asOf, isNew) = (AsOf(dashboard), difference is null);
        var isLate = !isNew && asOf > change.To + ClockSlack;
        Refuse.If(isLate && IsFromBefore(dashboard, change.Since), "as-of", $"It does not show a change of "
            + $"{change.To:HH:mm:ss.fff}, and says that its numbers are of {asOf:HH:mm:ss.fff}: asOf must be the "
            + "moment at which the count began, and all numbers must be of that moment.");
        Refuse.If(isLate, "as-of", $"It says that its numbers are of {asOf:HH:mm:ss.fff}, and a change of "
            + $"{change.To:HH:mm:ss.fff} is missing in at least a part of them: {difference}. That part is older than "
            + "asOf, or the code does not expect such data.");
        Refuse.If(isNew && asOf + ClockSlack < change.From, "as-of", "It shows a change of "
            + $"{change.From:yyyy-MM-dd HH:mm:ss}, and says that its numbers are of {asOf:yyyy-MM-dd HH:mm:ss}: asOf "
            + "must be the moment of the count.");
        Refuse.If(asOf > DateTime.UtcNow + TimeSpan.FromSeconds(5), "as-of", $"asOf is {asOf:yyyy-MM-dd HH:mm:ss}, "
            + "which is in the future.");
    }

    private static DateTime AsOf(JsonElement dashboard)
    {
        var has = dashboard.TryGetProperty("asOf", out var text) && text.TryGetDateTime(out _);
        Refuse.If(!has, "as-of", "The answer has no asOf: nobody can tell how old its numbers are.");
        return text.GetDateTime().ToUniversalTime();
    }

    /// <summary>True when a field is missing, of another kind, or empty. Waiting does not help then.</summary>
    private static bool IsIncomplete(JsonElement expected, JsonElement actual)
        => actual.ValueKind != JsonValueKind.Object || !expected.EnumerateObject().All(
            field => actual.TryGetProperty(field.Name, out var value) && value.ValueKind == field.Value.ValueKind
                && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 0 || IsEmpty(field.Value)));

    private static bool IsEmpty(JsonElement list) => list.GetArrayLength() == 0;

    private async Task<JsonElement> BadAsync(CancellationToken cancellationToken)
        => (await world.ReferenceAsync("/bad/dashboard", cancellationToken)).Answer.Json();

    private async Task<JsonElement> YoursAsync(CheckedServer server, CancellationToken cancellationToken)
    {
        var visitor = Visitors.Of(Random.Shared.Next(2));
        var answer = await server.SendAsync(LaneRequest.Get(Path), cancellationToken, visitor);
        _caching.Add(answer.EnsureSuccess());
        _shown.Add((Stopwatch.GetTimestamp(), answer.Json()));
        return answer.Json();
    }

    /// <summary>Refreshes the view that the good lane reads.</summary>
    private Task<Look> RefreshAsync(CancellationToken cancellationToken)
        => world.ReferenceAsync("/demo/dashboard/refresh", cancellationToken, "POST");

    private Task<DateTime> ServerTimeAsync(CancellationToken cancellationToken)
        => world.Data.ReadAsync<DateTime>("SELECT clock_timestamp()", cancellationToken);

    /// <summary>A change of the data, between two moments of PostgreSQL's clock.</summary>
    /// <param name="Since">The timestamp of the judge's own clock after it.</param>
    private sealed record Change(string What, DateTime From, DateTime To, long Since);
}
