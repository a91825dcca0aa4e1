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
    }

    /// <summary>After a refresh, both servers show what bad counts.</summary>
    public async Task SameAnswerAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        foreach (var server in await ServersAsync())
            await UntilSameAsync(server, "same-answer", "This is not bad's dashboard", change: null, cancellationToken);
    }

    /// <summary>Changes that a cache could overlook. One server is asked all the time. The other one is not asked
    /// until the time is up: then its very first answer must be the new one.</summary>
    public async Task ChangesAsync(CancellationToken cancellationToken)
    {
        var asked = await world.SecondAsync();
        foreach (var change in Changes)
        {
            var old = await BadAsync(cancellationToken);
            var from = await ServerTimeAsync(cancellationToken);
            await world.Data.RunAsync(change.Sql, cancellationToken);
            var moment = new Change(old, from, await ServerTimeAsync(cancellationToken), Stopwatch.GetTimestamp());
            await LookAtAgeAsync(asked, moment, cancellationToken);
            await RefreshAsync(cancellationToken);
            await UntilSameAsync(asked, "stale", change.What, moment, cancellationToken);
            _last = moment;
        }

        var rest = MostLag - Stopwatch.GetElapsedTime(_last!.Since);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, cancellationToken);
        var bad = await BadAsync(cancellationToken);
        var yours = await YoursAsync(world.First, cancellationToken);
        Refuse.IfDifferent(bad, yours, "stale", $"The data changed, nobody looked at the dashboard for "
            + $"{MostLag.TotalSeconds:0} s, and the next visitor still sees the old numbers.");
        EnsureAge(yours, _last, isNew: true);
        // A cache that goes by the clock of the process may keep nothing longer than this.
        await world.First.Process.MoveClockAsync(TimeSpan.FromDays(1), cancellationToken);
        await EnsureNoStampedeAsync("what was kept is a day old", cancellationToken);
        await UntilSameAsync(world.First, "stale", "A day has passed", change: null, cancellationToken);
    }

    private Change? _last;

    private static readonly IReadOnlyList<DataChange> Changes =
    [
        new("Orders were changed and deleted, but none was added", """
            UPDATE orders SET status = 'refunded' WHERE id % 100 = 1;
            UPDATE orders SET amount = amount + 1000 WHERE id % 100 = 2;
            DELETE FROM orders WHERE id % 100 = 3 AND id < (SELECT max(id) FROM orders);
            UPDATE users SET city = 'Jos' WHERE id % 2 = 0;
            """),
        new("Orders and a user were added", """
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT o.id + n, o.at + n * interval '1 hour', n, n, 'paid', 1000000 * n
            FROM (SELECT max(id) AS id, max(created_at) AS at FROM orders) AS o, generate_series(1, 7) AS n;
            INSERT INTO users (id, name, email, city, created_at)
            SELECT max(id) + 1, 'New', 'new@example.org', 'Kano', clock_timestamp() FROM users;
            """),
    ];

    /// <summary>What PostgreSQL did when many visitors came at once.</summary>
    private async Task<ServerActivity> AllAtOnceAsync(CancellationToken cancellationToken)
    {
        await world.First.ReadActivityAsync(cancellationToken);
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(
            _ => world.First.SendAsync(LaneRequest.Get(Path), cancellationToken, Visitors.New())));
        foreach (var answer in answers) answer.EnsureSuccess();
        await Task.Delay(200, cancellationToken); // work that an answer did not wait for
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

    /// <summary>Right after a change, an answer may be old or new, and says truly which.</summary>
    private async Task LookAtAgeAsync(CheckedServer server, Change change, CancellationToken cancellationToken)
    {
        var (bad, yours) = (await BadAsync(cancellationToken), await YoursAsync(server, cancellationToken));
        if (AnswerComparison.Difference(bad, yours, ComparedFields.All) is null) EnsureAge(yours, change, isNew: true);
        else if (AnswerComparison.Difference(change.Old, yours, ComparedFields.All) is null)
            EnsureAge(yours, change, isNew: false);
    }

    private async Task<IReadOnlyList<Look>> ViewAsync(
        Func<(string, string)[]> visitor, CancellationToken cancellationToken)
    {
        var views = new List<Look>();
        for (var i = 0; i < InARow; i++)
        {
            var look = await world.First.LookAsync(LaneRequest.Get(Path), cancellationToken, visitor());
            _caching.Add(look.Answer.EnsureSuccess());
            views.Add(look);
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
            if (change is not null)
            {
                var isOld = AnswerComparison.Difference(change.Old, yours, ComparedFields.All) is null;
                if (isOld || difference is null) EnsureAge(yours, change, isNew: difference is null);
            }

            if (difference is null) return;
            var isOver = Stopwatch.GetElapsedTime(since) > MostLag || IsIncomplete(bad, yours);
            Refuse.If(isOver, reason, $"{what}, and the view was refreshed. After {MostLag.TotalSeconds:0} s the "
                + $"dashboard still differs from bad: {difference}.");
            await Task.Delay(200, cancellationToken);
        }
    }

    private static void EnsureAge(JsonElement dashboard, Change change, bool isNew)
    {
        var has = dashboard.TryGetProperty("asOf", out var text) && text.TryGetDateTime(out _);
        Refuse.If(!has, "as-of", "The answer has no asOf: nobody can tell how old its numbers are.");
        var asOf = text.GetDateTime().ToUniversalTime();
        var slack = TimeSpan.FromMilliseconds(50); // of two clocks on one machine
        Refuse.If(!isNew && asOf > change.To + slack, "as-of", $"It shows the numbers from before a change at "
            + $"{change.To:HH:mm:ss.fff}, and says that they are of {asOf:HH:mm:ss.fff}: asOf must be the moment of "
            + "the count, not of the answer.");
        Refuse.If(isNew && asOf < change.From - slack, "as-of", "It shows a change of "
            + $"{change.From:yyyy-MM-dd HH:mm:ss}, and says that its numbers are of {asOf:yyyy-MM-dd HH:mm:ss}: asOf "
            + "must be the moment of the count.");
        Refuse.If(asOf > DateTime.UtcNow + TimeSpan.FromSeconds(5), "as-of", $"asOf is {asOf:yyyy-MM-dd HH:mm:ss}, "
            + "which is in the future.");
    }

    /// <summary>True when a field is missing or of another kind. Waiting does not help then.</summary>
    private static bool IsIncomplete(JsonElement expected, JsonElement actual)
        => actual.ValueKind != JsonValueKind.Object || !expected.EnumerateObject().All(
            field => actual.TryGetProperty(field.Name, out var value) && value.ValueKind == field.Value.ValueKind
                && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == field.Value.GetArrayLength()));

    private async Task<JsonElement> BadAsync(CancellationToken cancellationToken)
        => (await world.ReferenceAsync("/bad/dashboard", cancellationToken)).Answer.Json();

    private async Task<JsonElement> YoursAsync(CheckedServer server, CancellationToken cancellationToken)
    {
        var visitor = Visitors.Of(Random.Shared.Next(2));
        var answer = await server.SendAsync(LaneRequest.Get(Path), cancellationToken, visitor);
        _caching.Add(answer.EnsureSuccess());
        return answer.Json();
    }

    /// <summary>Refreshes the view that the good lane reads.</summary>
    private Task<Look> RefreshAsync(CancellationToken cancellationToken)
        => world.ReferenceAsync("/demo/dashboard/refresh", cancellationToken, "POST");

    private Task<DateTime> ServerTimeAsync(CancellationToken cancellationToken)
        => world.Data.ReadAsync<DateTime>("SELECT clock_timestamp()", cancellationToken);

    private async Task<CheckedServer[]> ServersAsync() => [world.First, await world.SecondAsync()];

    /// <summary>A change of the data, between two moments of PostgreSQL's clock.</summary>
    /// <param name="Old">Bad's dashboard before it.</param>
    /// <param name="Since">The timestamp of the judge's own clock after it.</param>
    private sealed record Change(JsonElement Old, DateTime From, DateTime To, long Since);
}
