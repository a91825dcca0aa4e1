namespace PyConDemo.Workshop.Exercises;

/// <summary>Checks reports that are accepted now and rendered later. The judge holds the rendering, so that nothing
/// depends on how long it takes. For one check.</summary>
internal sealed class ReportsCheck(World world)
{
    /// <summary>The checked API's limit of reports that are queued or running.</summary>
    public const int MaxQueued = 10;

    private const int Flood = 60;

    /// <summary>A 202 and the worker start at the same moment, so a few requests may come between.</summary>
    private const int MostOthers = 20;

    /// <summary>When the server has answered so many others, it is not too busy to answer this one.</summary>
    private const int ManyOthers = 100;

    /// <summary>Longer than an answer takes that waits for nothing, on a busy machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    /// <summary>Longer than a take-over of a dead worker's report with its retries (2, 8 and 32 s).</summary>
    private static readonly TimeSpan Arrival = TimeSpan.FromSeconds(75);

    private string[] _months = [];
    private Uri? _first;

    /// <summary>While no report can be rendered, the 202 must come all the same.</summary>
    public async Task AcceptsAsync(CancellationToken cancellationToken)
    {
        _months = (await world.Data.ReadAsync<string[]>("""
            SELECT array_agg(DISTINCT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM')) FROM orders
            """, cancellationToken)).OrderDescending().Skip(1).ToArray(); // the last month may change
        await HoldAsync(cancellationToken);
        var since = Stopwatch.GetTimestamp();
        var order = OrderAsync(world.First, _months[0], cancellationToken);
        var others = await OthersAsync(order, cancellationToken);
        var (isLate, waited) = (!order.IsCompleted, Stopwatch.GetElapsedTime(since));
        var begun = (await world.First.Process.WorkAsync(cancellationToken)).Running.Count > 0;
        await ReleaseAsync(cancellationToken);
        var answer = (await order).EnsureSuccess();
        Refuse.If(IsPdf(answer), "waits", $"It answers {(int)answer.Status} with the PDF: the client waits for every "
            + "page of it, whatever thread renders them.");
        Refuse.If(isLate, "renders-first", $"The judge held the rendering of the report for {waited.TotalSeconds:0.0} "
            + $"s, and meanwhile no 202 came{(begun ? "" : ", although nothing was rendered yet")}: the request waits "
            + "for the report.");
        Refuse.If(others > MostOthers, "waits", $"The rendering had begun, and {others} other requests that came later "
            + "were answered before this one: the 202 waits for something that the worker does. Send it as soon as "
            + "the report and its job are committed.");
        Refuse.If(answer.Status != HttpStatusCode.Accepted, "waits", $"It answers {(int)answer.Status}, but it must "
            + "answer 202.");
        Refuse.If(answer.Headers.Location is null, "location",
            "It answers 202 without a Location: the client can't find out when its report is ready.");
        await EnsureArrivesAsync(world.First, answer, _months[0], cancellationToken);
        _first = answer.Headers.Location;
    }

    /// <summary>Waits for the 202, but not too long.</summary>
    /// <returns>How many other requests the server answered meanwhile, after the work had begun.</returns>
    private async Task<int> OthersAsync(Task<LaneAnswer> order, CancellationToken cancellationToken)
    {
        var others = 0;
        for (var since = Stopwatch.GetTimestamp(); !order.IsCompleted && others < ManyOthers
            && Stopwatch.GetElapsedTime(since) < Soon;)
        {
            var seen = await world.First.Process.WorkAsync(cancellationToken);
            if (seen.Running.Count > 0) others++;
            await Task.WhenAny(order, Task.Delay(10, cancellationToken));
        }

        return others;
    }

    /// <summary>Each report arrives, with one rendering, and shows the orders of its time.</summary>
    public async Task ArrivesAsync(CancellationToken cancellationToken)
    {
        var months = _months.Skip(1).Take(3).ToArray();
        var before = await RenderedAsync(cancellationToken);
        foreach (var month in months)
        {
            var answer = (await OrderAsync(world.First, month, cancellationToken)).EnsureSuccess();
            await EnsureArrivesAsync(world.First, answer, month, cancellationToken);
        }

        await Task.Delay(500, cancellationToken); // a second rendering may come after the report
        var rendered = await RenderedAsync(cancellationToken) - before;
        Refuse.If(rendered > months.Length, "rendered-twice", $"{months.Length} reports were rendered {rendered} "
            + "times: the request renders too, or starts a rendering beside the job.");
        await ChangedAsync(months[0], cancellationToken);
    }

    /// <summary>A report that is asked for after a change shows it.</summary>
    private async Task ChangedAsync(string month, CancellationToken cancellationToken)
    {
        await world.Data.RunAsync($"""
            UPDATE orders SET amount = amount + 1000
            WHERE id % 2 = 0 AND to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM') = '{month}'
            """, cancellationToken);
        var answer = (await OrderAsync(world.First, month, cancellationToken)).EnsureSuccess();
        try
        {
            await EnsureArrivesAsync(world.First, answer, month, cancellationToken);
        }
        catch (RefusalException refusal) when (refusal.Reason == "same-answer")
        {
            throw new RefusalException("stale", $"Orders of {month} changed after its first report, and the next "
                + $"report does not show it. {refusal.Message}");
        }
    }

    /// <summary>Nothing that can't succeed is accepted.</summary>
    public async Task ValidatesAsync(CancellationToken cancellationToken)
    {
        var before = await ReportsAsync(cancellationToken);
        string[] invalid =
        [
            """{"month":"March"}""", """{"month":"2031-01"}""", """{"month":"2025-13"}""", """{"month":null}""", "{}",
            """{"month":"2025-03'; DROP TABLE reports --"}""", """{"month":""}""", """{"month":"2025-3"}""",
            """{"month":" 2025-03"}""", """{"month":"2025-03-01"}""", """{"month":"2025/03"}""",
            """{"month":"٢٠٢٥-٠٣"}""", """{"month":202503}""",
        ];
        foreach (var body in invalid)
        {
            var answer = await world.First.SendAsync(new("POST", "/yours/reports", body), cancellationToken);
            Refuse.If(answer.Status != HttpStatusCode.BadRequest, "bad-input", $"{body} can never succeed, but the "
                + $"answer is {(int)answer.Status}: check it before you accept it. Afterwards no client is there to "
                + "read the error.");
        }

        var queued = await ReportsAsync(cancellationToken) - before;
        Refuse.If(queued > 0, "bad-input", $"It answers 400, but {queued} reports of invalid months are in the queue.");
    }

    /// <summary>The queue is filled one by one, and all at once. Many equal requests may share a report.</summary>
    public async Task BoundedAsync(CancellationToken cancellationToken)
    {
        await HoldAsync(cancellationToken);
        var oneByOne = new List<LaneAnswer>();
        for (var i = 0; i < Flood && oneByOne.All(answer => answer.Status == HttpStatusCode.Accepted); i++)
            oneByOne.Add(await OrderAsync(world.First, MonthAt(i), cancellationToken));
        EnsureRefused(oneByOne, MaxQueued + 2, "one by one, while none could be rendered");
        await EnsurePositionAsync(
            MonthAt(oneByOne.FindLastIndex(answer => answer.Status == HttpStatusCode.Accepted)), cancellationToken);
        await ReleaseAndWaitAsync(oneByOne, cancellationToken);

        await HoldAsync(cancellationToken);
        // All requests see the queue before the first one has changed it, unless they wait for each other.
        await SlowCommitsAsync("0.2", cancellationToken);
        var atOnce = await Task.WhenAll(
            Enumerable.Range(0, Flood).Select(i => OrderAsync(world.First, MonthAt(i), cancellationToken)));
        await FastCommitsAsync(cancellationToken);
        EnsureRefused(atOnce, MaxQueued + 2, "at once");
        EnsureOwnLocations(atOnce);
        await ReleaseAndWaitAsync(atOnce, cancellationToken);
        await EnsureKeptAsync(cancellationToken);
    }

    /// <summary>A request may share a report that waits already. Then it is told where that one is in the queue. No
    /// report is rendered meanwhile.</summary>
    /// <param name="month">Of a report that waits.</param>
    private async Task EnsurePositionAsync(string month, CancellationToken cancellationToken)
    {
        var order = await OrderAsync(world.First, month, cancellationToken);
        if (order.Status != HttpStatusCode.Accepted || order.Headers.Location is not { } location) return;
        var path = PathOf(location);
        var status = await world.First.SendAsync(LaneRequest.Get(path), cancellationToken);
        Refuse.If(PositionOf(order) is { } told && PositionOf(status) is { } now && told != now, "position",
            $"The 202 says that its report is number {PositionOf(order)} in the queue, and {path} says that it is "
                + $"number {PositionOf(status)}. None was rendered in between.");
    }

    /// <returns>Null if the answer has no position.</returns>
    private static int? PositionOf(LaneAnswer answer)
    {
        if (!answer.IsSuccess || IsPdf(answer) || answer.Json() is not { ValueKind: JsonValueKind.Object } json)
            return null;
        return json.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.Number
            && position.TryGetInt32(out var number) ? number : null;
    }

    /// <summary>Many reports later, the first one is still there for a client that comes late.</summary>
    private async Task EnsureKeptAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(world.First, _first!, Soon, cancellationToken);
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException("lost", "The first report was ready, and since then others were "
                + $"accepted. Now it is gone, and a client that comes late finds nothing. {refusal.Message}");
        }
    }

    /// <summary>A slow database, and then a kill: each accepted report arrives, on another server too.</summary>
    public async Task SurvivesAsync(CancellationToken cancellationToken)
    {
        await SlowCommitAsync(cancellationToken);
        if (await IsTornAsync(cancellationToken)) return; // it was killed, and has lost nothing
        await HoldAsync(cancellationToken);
        var months = _months.Take(4).ToArray();
        var accepted = new List<(string Month, LaneAnswer Answer)>();
        foreach (var month in months)
            accepted.Add((month, (await OrderAsync(world.First, month, cancellationToken)).EnsureSuccess()));
        await world.First.Process.KillAsync();
        var second = await world.SecondAsync();
        await second.Process.ReleaseWorkAsync(cancellationToken);
        foreach (var (month, answer) in accepted)
        {
            try
            {
                await EnsureArrivesAsync(second, answer, month, cancellationToken);
            }
            catch (RefusalException refusal) when (refusal.Reason == "no-pdf")
            {
                throw new RefusalException("lost", $"The process was killed after it had accepted {months.Length} "
                    + $"reports. The one of {month} never arrives: it was only in the memory of the process.");
            }
        }
    }

    /// <summary>The commit of a report's row takes a moment. A worker must not look for the row before.</summary>
    private async Task SlowCommitAsync(CancellationToken cancellationToken)
    {
        await SlowCommitsAsync("1.5", cancellationToken);
        var month = _months[4];
        var answer = (await OrderAsync(world.First, month, cancellationToken)).EnsureSuccess();
        await FastCommitsAsync(cancellationToken);
        try
        {
            await EnsureArrivesAsync(world.First, answer, month, cancellationToken, limit: TimeSpan.FromSeconds(20));
        }
        catch (RefusalException refusal) when (refusal.Reason == "no-pdf")
        {
            throw new RefusalException("lost", "The commit of a report's row took a moment, and its job ran before: "
                + "the worker found no row, and the report never arrives. Write the row and its job in one "
                + "transaction.");
        }
    }

    /// <summary>While no job can be written, a report's row must not be there either: a crash would leave it alone.
    /// </summary>
    /// <returns>Whether the row was there alone. Then the process was killed.</returns>
    private async Task<bool> IsTornAsync(CancellationToken cancellationToken)
    {
        var before = await ReportsAsync(cancellationToken);
        var month = _months[5];
        Task<LaneAnswer> order;
        bool isTorn;
        await using (await world.Data.LockAsync("hangfire.job", cancellationToken))
        {
            order = OrderAsync(world.First, month, cancellationToken);
            var since = Stopwatch.GetTimestamp();
            do
            {
                isTorn = await world.Data.IsAnybodyWaitingAsync(cancellationToken)
                    && await ReportsAsync(cancellationToken) > before;
                await Task.Delay(50, cancellationToken);
            }
            while (!isTorn && !order.IsCompleted && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(1.5));
            if (isTorn) await world.First.Process.KillAsync();
        }

        if (!isTorn)
        {
            await EnsureArrivesAsync(world.First, (await order).EnsureSuccess(), month, cancellationToken);
            return false;
        }

        await ((Task)order).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the kill has broken it
        var start = Stopwatch.GetTimestamp();
        while (await world.Data.ReadAsync<long>(
            "SELECT count(*) FROM reports WHERE state IN ('queued', 'running')", cancellationToken) > 0)
        {
            Refuse.If(Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(20), "lost", "The process was killed "
                + "when a report's row was committed and its job was not: the report stays queued for ever, and keeps "
                + "its place in the queue. Write the row and its job in one transaction.");
            await Task.Delay(200, cancellationToken);
        }

        return true;
    }

    private Task SlowCommitsAsync(string seconds, CancellationToken cancellationToken) => world.Data.RunAsync($"""
        CREATE OR REPLACE FUNCTION judge_sleep() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER judge_sleep AFTER INSERT ON reports DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION judge_sleep();
        """, cancellationToken);

    private Task FastCommitsAsync(CancellationToken cancellationToken)
        => world.Data.RunAsync("DROP TRIGGER judge_sleep ON reports", cancellationToken);

    private static void EnsureRefused(IReadOnlyList<LaneAnswer> answers, int most, string how)
    {
        var accepted = answers.Where(answer => answer.Status == HttpStatusCode.Accepted)
            .Select(answer => answer.Headers.Location).Distinct().Count();
        Refuse.If(accepted > most, "unbounded", $"{accepted} reports were accepted {how}, though the queue's limit is "
            + $"{MaxQueued} here: a 202 for everything only hides the overload.");
        var full = answers.Where(answer => answer.Status == HttpStatusCode.ServiceUnavailable).ToArray();
        var other = answers.Except(full).FirstOrDefault(answer => answer.Status != HttpStatusCode.Accepted);
        Refuse.If(other is not null, "fails", $"Of {answers.Count} requests {how}, one got {(int?)other?.Status}. "
            + other?.Reason());
        Refuse.If(full.Any(answer => answer.Headers.RetryAfter is null), "unbounded",
            "A full queue answers 503, but without Retry-After: clients would try again at once.");
    }

    /// <param name="answers">In the order of <see cref="MonthAt"/>.</param>
    private void EnsureOwnLocations(IReadOnlyList<LaneAnswer> answers)
    {
        var shared = answers.Index().Where(answer => answer.Item.Status == HttpStatusCode.Accepted)
            .GroupBy(answer => answer.Item.Headers.Location, answer => MonthAt(answer.Index))
            .FirstOrDefault(months => months.Distinct().Skip(1).Any());
        Refuse.If(shared is not null, "location", $"Of requests at once, those for {string.Join(" and ", shared?
            .Distinct().Take(2) ?? [])} got the same Location {shared?.Key}: one client gets the other one's report.");
    }

    private async Task ReleaseAndWaitAsync(IEnumerable<LaneAnswer> answers, CancellationToken cancellationToken)
    {
        await ReleaseAsync(cancellationToken);
        foreach (var answer in answers.Where(answer => answer.Status == HttpStatusCode.Accepted))
            await FollowAsync(world.First, answer.Headers.Location!, Arrival, cancellationToken);
    }

    /// <exception cref="RefusalException">The PDF does not arrive, or is not that of the month.</exception>
    private async Task EnsureArrivesAsync(
        CheckedServer server, LaneAnswer answer, string month, CancellationToken cancellationToken,
        TimeSpan? limit = null)
    {
        Refuse.If(answer.Headers.Location is null, "location", "It answers 202 without a Location.");
        var pdf = await FollowAsync(server, answer.Headers.Location, limit ?? Arrival, cancellationToken);
        var bad = (await world.ReferenceAsync("/bad/reports", cancellationToken, "POST", Body(month))).Answer.Body;
        Refuse.If(!pdf.AsSpan().SequenceEqual(bad), "same-answer", $"{answer.Headers.Location} is not the report of "
            + $"{month}: it has {PdfPages.Of(pdf):N0} pages, and bad's has {PdfPages.Of(bad):N0}; the texts differ.");
    }

    /// <exception cref="RefusalException">The PDF does not arrive in time.</exception>
    private static async Task<byte[]> FollowAsync(
        CheckedServer server, Uri location, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < limit;)
        {
            var path = PathOf(location);
            var answer = await server.SendAsync(LaneRequest.Get(path), cancellationToken);
            Refuse.If(!answer.IsSuccess, "no-pdf", $"The Location of a 202 leads to {location}, which answers "
                + $"{(int)answer.Status}. {answer.Reason()}");
            if (IsPdf(answer)) return answer.Body;
            if (answer.Status == HttpStatusCode.SeeOther && answer.Headers.Location is { } pdf) location = pdf;
            else await Task.Delay(50, cancellationToken);
        }

        throw new RefusalException(
            "no-pdf", $"{limit.TotalSeconds:0} s after the 202 there is still no report at {location}.");
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        foreach (var server in await ServersAsync()) await server.Process.HoldWorkAsync(cancellationToken);
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        foreach (var server in await ServersAsync()) await server.Process.ReleaseWorkAsync(cancellationToken);
    }

    private async Task<int> RenderedAsync(CancellationToken cancellationToken)
    {
        var rendered = 0;
        foreach (var server in await ServersAsync())
            rendered += (await server.Process.WorkAsync(cancellationToken)).Done.Count;
        return rendered;
    }

    private Task<long> ReportsAsync(CancellationToken cancellationToken)
        => world.Data.ReadAsync<long>("SELECT count(*) FROM reports WHERE state <> 'ready'", cancellationToken);

    /// <summary>The servers share one queue, so each may render a report of the other.</summary>
    private async Task<CheckedServer[]> ServersAsync() => [world.First, await world.SecondAsync()];

    private static string PathOf(Uri location)
        => location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;

    private string MonthAt(int i) => _months[i % _months.Length];

    private static string Body(string month) => $$"""{"month":"{{month}}"}""";

    private static Task<LaneAnswer> OrderAsync(CheckedServer server, string month, CancellationToken cancellationToken)
        => server.SendAsync(new("POST", "/yours/reports", Body(month)), cancellationToken);

    private static bool IsPdf(LaneAnswer answer) => answer.Body.AsSpan().StartsWith("%PDF-"u8);
}
