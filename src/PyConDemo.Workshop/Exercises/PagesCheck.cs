using System.Globalization;

namespace PyConDemo.Workshop.Exercises;

/// <summary>Checks pages of orders that are reached by following `next`. For one check.</summary>
internal sealed class PagesCheck(World world)
{
    private const string Route = "/orders";
    private const int MaxSize = 200;

    private readonly CachingCheck _caching = new(TimeSpan.FromSeconds(10));
    private readonly Dictionary<int, Look> _good = [];
    private readonly List<Page> _pages = [];

    /// <summary>The `prev` link of a page, if it leads to the attendee's lane.</summary>
    private readonly List<string> _ownWayBack = [];

    /// <summary>Whether PostgreSQL was told to plan otherwise. Then the cost doesn't count.</summary>
    private bool _isOtherPlan;

    /// <summary>All orders, newest first, as the bad lane answers them.</summary>
    private List<JsonElement> _orders = [];

    private string Told => _isOtherPlan ? OtherPlan.Told : "";

    /// <summary>Walks through the list with several sizes. The longest walks reach the last page.</summary>
    public async Task EachPageAsync(CancellationToken cancellationToken)
    {
        await ReadOrdersAsync(cancellationToken);
        // 13 divides no group of equal times evenly.
        (int Size, int Pages)[] walks =
            [(50, 20), (1, 10), (13, 40), (Random.Shared.Next(90, MaxSize), int.MaxValue), (MaxSize, int.MaxValue)];
        foreach (var (size, count) in walks) await WalkAsync([world.First], size, count, cancellationToken);
        await EnsureWayBackAsync(cancellationToken);
    }

    /// <summary>Sizes that the route does not have, and cursors that no server gave out.</summary>
    public async Task BadInputAsync(CancellationToken cancellationToken)
    {
        foreach (var size in (string[])["0", "-1", $"{MaxSize + 1}", "many", "1;--"])
        {
            var answer = await GetAsync(world.First, $"?size={size}", cancellationToken);
            Refuse.If(answer.Status != HttpStatusCode.BadRequest, "bad-input", $"{answer.Path} is invalid, and bad "
                + $"answers 400; yours answers {(int)answer.Status}. Keep the [Range] of the parameters.");
        }

        string[] links = [$"/yours{Route}{_pages[0].Next}", $"/yours{Route}{_pages[^2].Next}", .. _ownWayBack];
        foreach (var link in links)
        {
            foreach (var (name, value) in ParametersOf(link).Where(pair => pair.Name != "size"))
            {
                foreach (var hostile in HostileText.Of(value))
                    await EnsureRefusedAsync(Replace(link, name, hostile.Text), hostile, cancellationToken);
            }
        }
    }

    /// <summary>Two servers answer in turn.</summary>
    public async Task SecondServerAsync(CancellationToken cancellationToken)
    {
        var second = await world.SecondAsync();
        CheckedServer[] servers = [second, world.First];
        try
        {
            await WalkAsync(servers, Random.Shared.Next(20, MaxSize), 25, cancellationToken);
        }
        catch (RefusalException refusal) when (refusal.Reason == "fails")
        {
            throw new RefusalException("other-server", "A `next` link of one server leads to nothing on the other one: "
                + $"what the link needs is only in the memory of the server that made it. {refusal.Message}");
        }

        await MemoryCheck.EnsureAsync(
            world.First, LaneRequest.Get($"/yours{Route}?size={MaxSize}"), cancellationToken);
    }

    /// <summary>Between a page and the next one, the data changes in each way that can disturb a cursor.</summary>
    public async Task ChangesAsync(CancellationToken cancellationToken)
    {
        CheckedServer[] servers = [world.First, await world.SecondAsync()];
        for (var round = 0; round < Changes.Count; round++)
        {
            var page = _pages[Random.Shared.Next(_pages.Count)];
            if (page.Next is null || page.Last is not { } last) continue;
            var before = _orders;
            await world.Data.RunAsync(
                string.Create(CultureInfo.InvariantCulture, $"""
                    SELECT set_config('judge.id', '{Id(last)}', false),
                        set_config('judge.at', '{last.GetProperty("createdAt").GetString()}', false);
                    """) + Changes[round].Sql, cancellationToken);
            await ReadOrdersAsync(cancellationToken);
            foreach (var server in servers)
            {
                await EnsureContinuesAsync(server, page, before, Changes[round].What, cancellationToken);
                await EnsureFreshAsync(server, Changes[round].What, cancellationToken);
                await server.Process.MoveClockAsync(TimeSpan.FromMinutes(round), cancellationToken);
            }
        }

        // The newest orders are microseconds apart now, and each of them is the end of a page once.
        await WalkAsync(servers, 1, 12, cancellationToken);
        await WalkAsync(servers, 3, 4, cancellationToken);
    }

    /// <summary>PostgreSQL reads the table in another way.</summary>
    public async Task OtherPlanAsync(CancellationToken cancellationToken)
    {
        await ReadOrdersAsync(cancellationToken);
        await OtherPlan.ForceAsync(world, $"/yours{Route}?size=1", cancellationToken);
        _isOtherPlan = true;
        foreach (var (size, count) in ((int, int)[])[(2, 30), (13, 30), (MaxSize, int.MaxValue)])
            await WalkAsync([world.First], size, count, cancellationToken);
        await EnsureWayBackAsync(cancellationToken);
    }

    /// <summary>There are no orders any more: all pages are empty, and nothing comes after them.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await world.Data.RunAsync("DELETE FROM orders", cancellationToken);
        foreach (var server in (CheckedServer[])[world.First, await world.SecondAsync()])
        {
            foreach (var query in (string[])["?size=50", _pages[0].Next!])
            {
                var page = PageOf(await GetAsync(server, query, cancellationToken), query);
                Refuse.If(page.Orders.Length > 0, "stale", $"The table is empty, and {query} still has "
                    + $"{page.Orders.Length} orders.");
                Refuse.If(page.Next is not null, "same-answer", $"The table is empty, and {query} has a `next` link.");
            }
        }
    }

    /// <summary>True if pages have a `prev` link. Where it leads was checked before.</summary>
    public async Task<bool> HasWayBackAsync(CancellationToken cancellationToken)
    {
        var first = await GetAsync(world.First, "?size=7", cancellationToken);
        return PageOf(first, "?size=7").Next is { } next
            && PrevOf(await GetAsync(world.First, next, cancellationToken)) is not null;
    }

    /// <summary>The changes. judge.id and judge.at are those of the order that the cursor was made of.</summary>
    private static readonly IReadOnlyList<DataChange> Changes =
    [
        new("Orders arrived", """
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT o.id + n, o.at + (n + 2) / 4 * interval '1 second', n, n, 'paid', 1000 * n
            FROM (SELECT max(id) AS id, max(created_at) AS at FROM orders) AS o, generate_series(1, 7) AS n
            """),
        new("Orders of the very instant of the page's last order appeared", """
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT n, current_setting('judge.at')::timestamptz, 1, 1, 'paid', 17
            FROM unnest(ARRAY[(SELECT min(id) - 1 FROM orders), (SELECT max(id) + 1 FROM orders)]) AS n
            """),
        new("Orders some microseconds before and after the page's last order appeared", """
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT o.id + row_number() OVER (), current_setting('judge.at')::timestamptz + n * interval '1 us',
                2, 2, 'paid', 18
            FROM (SELECT max(id) AS id FROM orders) AS o, unnest(ARRAY[-3, -1, 1, 3]) AS n
            """),
        new("The page's last order was deleted", "DELETE FROM orders WHERE id = current_setting('judge.id')::bigint"),
        new("Orders before the page's last order were deleted", """
            DELETE FROM orders WHERE id IN (
                SELECT id FROM orders WHERE created_at >= current_setting('judge.at')::timestamptz
                ORDER BY created_at, id LIMIT 5)
            """),
        new("An order got another status and amount", """
            UPDATE orders SET status = 'refunded', amount = amount + 1 WHERE id = (
                SELECT id FROM orders WHERE (created_at, id)
                    < (current_setting('judge.at')::timestamptz, current_setting('judge.id')::bigint)
                ORDER BY created_at DESC, id DESC LIMIT 1)
            """),
        new("The newest order was deleted",
            "DELETE FROM orders WHERE id = (SELECT id FROM orders ORDER BY created_at DESC, id DESC LIMIT 1)"),
        new("Orders of the future appeared, some microseconds apart", """
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT o.id + (n * 5) % 9, o.at + n / 2 * interval '1 us', 4, 4, 'paid', 20
            FROM (SELECT max(id) AS id, date_trunc('second', clock_timestamp()) + interval '2 years' AS at FROM orders)
                AS o, generate_series(1, 8) AS n
            """),
        new("An order that is older than all others appeared", """
            INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
            SELECT max(id) + 1, min(created_at) - interval '1 us', 3, 3, 'paid', 19 FROM orders
            """),
    ];

    /// <summary>Follows `next`, and compares each page with the bad lane's orders and with the good lane's cost.
    /// </summary>
    private async Task WalkAsync(
        CheckedServer[] servers, int size, int count, CancellationToken cancellationToken)
    {
        var good = await GoodAsync(size, cancellationToken);
        Look? first = null;
        string? query = $"?size={size}";
        for (var number = 1; number <= count && query is not null; number++)
        {
            var look = await servers[number % servers.Length].LookAsync(
                LaneRequest.Get($"/yours{Route}{query}"), cancellationToken, Visitors.New());
            _caching.Add(look.Answer);
            var expected = _orders.Skip((number - 1) * size).Take(size).ToArray();
            var isLast = number * size >= _orders.Count;
            var page = PageOf(look.Answer, query);
            var where = $"{Told}Page {number:N0} (size {size:N0})";
            EnsureNoGap((number - 1) * size, page.Orders, where);
            EnsureSame(expected, page.Orders, $"{where} is not bad's");
            Refuse.If(isLast && page.Next is not null, "same-answer",
                $"Page {number:N0} (size {size:N0}) is the last one, but it has a `next` link.");
            Refuse.If(!isLast && page.Next is null, "same-answer",
                $"Page {number:N0} (size {size:N0}) has no `next` link, but there are more orders.");
            if (!_isOtherPlan) EnsureCost(look, first ??= look, good, number, size);
            _pages.Add(page);
            query = page.Next;
        }
    }

    /// <summary>A page of the right orders that begins too early or too late names what the cursor lost.</summary>
    private void EnsureNoGap(int start, JsonElement[] orders, string where)
    {
        if (start == 0 || orders.Length == 0) return; // no cursor led here, or nowhere
        var shown = orders.Select(Id).ToArray();
        var at = _orders.FindIndex(order => Id(order) == shown[0]);
        if (at < 0 || !_orders.Skip(at).Take(shown.Length).Select(Id).SequenceEqual(shown)) return;
        Refuse.If(at > start, "skips", $"{where} begins with {Short(orders[0])}. The {at - start:N0} orders before it "
            + "are on no page: the cursor does not say exactly where the last page ended, or the pages have another "
            + "order.");
        Refuse.If(at < start, "repeats", $"{where} begins with {Short(orders[0])}, which was on a page before: the "
            + "cursor does not say exactly where the last page ended, or the pages have another order.");
    }

    /// <summary>A page needs no `prev` link. Where there is one, it leads to the page before, at the cost of any page.
    /// </summary>
    private async Task EnsureWayBackAsync(CancellationToken cancellationToken)
    {
        const int Size = 7;
        string? query = $"?size={Size}";
        for (var number = 1; number <= 4 && query is not null; number++)
        {
            var answer = await GetAsync(world.First, query, cancellationToken);
            query = PageOf(answer, query).Next;
            if (PrevOf(answer) is not { } prev) continue;
            Refuse.If(number == 1, "same-answer", $"Page 1 has a `prev` link, {prev}, but there is no page before it.");
            var before = _orders.Skip((number - 2) * Size).Take(Size).ToArray();
            await EnsureLeadsBackAsync(prev, before, $"page {number} (size {Size})", cancellationToken);
            if (_ownWayBack.Count == 0 && prev.StartsWith("/yours", StringComparison.Ordinal)) _ownWayBack.Add(prev);
        }

        // Far from the newest order, a way back that doesn't seek reads many rows.
        var lastButOne = _pages[^2];
        var last = PrevOf(await GetAsync(world.First, lastButOne.Next!, cancellationToken));
        if (last is not null) await EnsureLeadsBackAsync(last, lastButOne.Orders, "the last page", cancellationToken);
    }

    private async Task EnsureLeadsBackAsync(
        string prev, JsonElement[] before, string of, CancellationToken cancellationToken)
    {
        var look = await world.First.LookAsync(LaneRequest.Get(prev), cancellationToken, Visitors.New());
        EnsureSame(before, look.Answer.List("orders"),
            $"{Told}The `prev` link of {of}, {prev}, does not lead to the page before");
        if (_isOtherPlan) return;
        CostCheck.Ensure(look, await GoodAsync(before.Length, cancellationToken), $"the page before {of}");
    }

    private static void EnsureCost(Look look, Look first, Look good, int number, int size)
    {
        var of = $"page {number:N0} of {size:N0} orders";
        try
        {
            CostCheck.Ensure(look, good, of);
        }
        catch (RefusalException refusal) when (refusal.Reason == "rows" && look != first
            && look.Server.RowsRead > first.Server.RowsRead + size)
        {
            throw new RefusalException("seek", $"For {of} it reads {look.Server.RowsRead:N0} rows, and for page 1 "
                + $"{first.Server.RowsRead:N0}: it still reads rows before the page. "
                + CostCheck.Largest(look.Server));
        }
    }

    private async Task EnsureContinuesAsync(
        CheckedServer server, Page page, List<JsonElement> before, string what, CancellationToken cancellationToken)
    {
        var size = page.Size;
        var answer = await GetAsync(server, page.Next!, cancellationToken);
        var next = PageOf(answer, page.Next!);
        var expected = After(_orders, page.Last!.Value).Take(size).ToArray();
        var shown = next.Orders.Select(Id).ToArray();
        var isOld = shown.SequenceEqual(After(before, page.Last.Value).Take(size).Select(Id))
            && !shown.SequenceEqual(expected.Select(Id));
        Refuse.If(isOld, "stale", $"{what}, and the next page is still the one from before. Something is kept too "
            + "long.");
        foreach (var order in next.Orders.Where(order => !IsAfter(order, page.Last.Value)))
        {
            throw new RefusalException("repeats", $"{what} between two pages, and the second page shows "
                + $"{Short(order)}, which comes before its cursor: the cursor does not say where the last page ended.");
        }

        var lost = expected.Select(Id).Except(shown).ToArray();
        Refuse.If(lost.Length > 0, "skips", $"{what} between two pages, and order {string.Join(", ", lost.Take(3))} "
            + "is on neither page: the cursor does not say exactly where the last page ended.");
        EnsureSame(expected, next.Orders, $"{what}, and the next page is not bad's", "stale");
    }

    private async Task EnsureFreshAsync(CheckedServer server, string what, CancellationToken cancellationToken)
    {
        foreach (var size in (int[])[50, MaxSize, Random.Shared.Next(1, MaxSize)])
        {
            var page = PageOf(await GetAsync(server, $"?size={size}", cancellationToken), "");
            EnsureSame([.. _orders.Take(size)], page.Orders, $"{what}, and the first page does not show it", "stale");
        }

        var old = _pages[Random.Shared.Next(_pages.Count)];
        if (old.Next is null || old.Last is null) return;
        var orders = PageOf(await GetAsync(server, old.Next, cancellationToken), "").Orders;
        EnsureSame([.. After(_orders, old.Last.Value).Take(old.Size)], orders,
            $"{what}, and a page that was shown before does not show it", "stale");
    }

    private async Task EnsureRefusedAsync(string link, HostileText hostile, CancellationToken cancellationToken)
    {
        var look = await world.First.LookAsync(LaneRequest.Get(link), cancellationToken);
        var sql = look.Server.Commands.Select(command => command.Sql).Concat(look.Server.Errors.Select(e => e.Sql))
            .FirstOrDefault(text => text.Contains(HostileText.Marker, StringComparison.Ordinal));
        Refuse.If(sql is not null, "injection", $"{look.Path} becomes SQL: {CostCheck.Short(sql ?? "")} Send what a "
            + "client sent as a parameter, never as a part of the statement.");
        var (status, answer) = ((int)look.Answer.Status, look.Answer);
        Refuse.If(status >= 500, "hostile", $"{look.Path} is a damaged cursor, and the answer is {status}, not 400. "
            + answer.Reason());
        if (status >= 400) return;
        Refuse.If(hostile.IsNonsense, "hostile", $"{look.Path} is no cursor, and yours answers {status}: a client that "
            + "sends it gets a page that it did not ask for. Answer 400.");
        // A damaged cursor may happen to be another right one.
        var orders = answer.List("orders");
        var at = orders.Length == 0 ? 0 : _orders.FindIndex(order => Id(order) == Id(orders[0]));
        Refuse.If(at < 0, "hostile", $"{look.Path} answers orders that are not in the list.");
        EnsureSame([.. _orders.Skip(at).Take(orders.Length)], orders, $"{look.Path} is a damaged cursor, and its page "
            + "is no part of the list", "hostile");
    }

    private async Task ReadOrdersAsync(CancellationToken cancellationToken)
    {
        var orders = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var look = await world.ReferenceAsync($"/bad{Route}?page={page}&size={MaxSize}", cancellationToken);
            orders.AddRange(look.Answer.List("orders"));
            if (look.Answer.Json().GetProperty("next").ValueKind == JsonValueKind.Null) break;
        }

        _orders = orders;
    }

    private async Task<Look> GoodAsync(int size, CancellationToken cancellationToken)
    {
        if (_good.TryGetValue(size, out var look)) return look;
        var cursor = (await world.ReferenceAsync("/demo/orders/cursor?row=3000", cancellationToken)).Answer.Json()
            .GetProperty("cursor").GetString();
        var path = $"/good{Route}?after={cursor}&size={size}";
        await world.ReferenceAsync(path, cancellationToken); // plans the statement
        return _good[size] = await world.ReferenceAsync(path, cancellationToken);
    }

    private async Task<LaneAnswer> GetAsync(CheckedServer server, string query, CancellationToken cancellationToken)
    {
        var answer = await server.SendAsync(
            LaneRequest.Get($"/yours{Route}{query}"), cancellationToken, Visitors.New());
        _caching.Add(answer);
        return answer;
    }

    private static void EnsureSame(
        JsonElement[] expected, JsonElement[] actual, string message, string reason = "same-answer")
    {
        Refuse.If(expected.Length != actual.Length, reason,
            $"{message}: it has {actual.Length:N0} orders, not {expected.Length:N0}.");
        for (var i = 0; i < expected.Length; i++)
            Refuse.IfDifferent(expected[i], actual[i], reason, $"{message}, in orders[{i}].");
    }

    private static Page PageOf(LaneAnswer answer, string query)
    {
        var orders = answer.List("orders");
        var next = answer.Json().TryGetProperty("next", out var link) && link.ValueKind == JsonValueKind.String
            ? link.GetString() : null;
        // Only the query counts, because the lane's path may be that of any lane.
        var at = next?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        var nextQuery = at < 0 ? null : next![at..];
        Refuse.If(nextQuery is not null && nextQuery == query, "same-answer",
            $"The `next` link of {answer.Path} leads to the same page.");
        return new(orders, nextQuery);
    }

    /// <returns>The path with its query. Null if the answer has no such link.</returns>
    private static string? PrevOf(LaneAnswer answer)
    {
        if (!answer.Json().TryGetProperty("prev", out var link) || link.ValueKind != JsonValueKind.String) return null;
        var prev = link.GetString()!;
        var isWhole = !prev.StartsWith('/') && Uri.TryCreate(prev, UriKind.Absolute, out _);
        return isWhole ? new Uri(prev).PathAndQuery : prev;
    }

    private static IEnumerable<JsonElement> After(List<JsonElement> orders, JsonElement last)
        => orders.Where(order => IsAfter(order, last));

    /// <summary>True if an order comes after another one in the list, which has the newest first.</summary>
    private static bool IsAfter(JsonElement order, JsonElement last)
        => (At(order), Id(order)).CompareTo((At(last), Id(last))) < 0;

    private static DateTime At(JsonElement order) => order.GetProperty("createdAt").GetDateTime();

    private static long Id(JsonElement order) => order.GetProperty("id").GetInt64();

    private static string Short(JsonElement order) => $"order {Id(order)} of {At(order):O}";

    private static IEnumerable<(string Name, string Value)> ParametersOf(string link)
        => link[(link.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
            .Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .Select(pair => (pair[0], Uri.UnescapeDataString(pair[1])));

    private static string Replace(string link, string name, string value)
        => link[..(link.IndexOf('?', StringComparison.Ordinal) + 1)] + string.Join('&', ParametersOf(link).Select(
            pair => $"{pair.Name}={Uri.EscapeDataString(pair.Name == name ? value : pair.Value)}"));

    /// <summary>A page that was shown.</summary>
    /// <param name="Next">The query of the next page. Null on the last one.</param>
    private sealed record Page(JsonElement[] Orders, string? Next)
    {
        public JsonElement? Last => Orders.Length == 0 ? null : Orders[^1];

        public int Size => Orders.Length;
    }
}
