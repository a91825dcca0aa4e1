using System.Runtime.CompilerServices;

namespace PyConDemo.Workshop.Exercises;

internal sealed class OffsetPaginationExercise() : Exercise(
    "offset-pagination", "Page 10,001 reads 10,000 times the rows of page 1. Make each page cost the same.")
{
    private const int WalkedSize = 200, ReadSize = 50;

    private const int Deep = 100;

    /// <summary>Pages of 8 kB: a few for the way down an index, and some for the rows' place in the table.</summary>
    private const int Slack = 12;

    public override IReadOnlyList<string> Hints =>
    [
        "Compare the plans of page 1 and page 150: `curl -i -H 'Checklist: on' …`, then `/demo/requests/<id>/plans`. "
            + "Which node of the plan reads rows that nobody sees?",
        "Don't say how many rows to skip. Say where the last page ended: the created_at and id of its last order.",
        "The order must be unique, so the cursor has both keys. You may use `OrderCursor` in Support/: "
            + "`OrderCursor.Parse(after)`, `OrderCursor.After(order)`.",
        "`d < @d OR (d = @d AND id < @id)` reads all rows before the page. A row value finds the page in the index: "
            + "`EF.Functions.LessThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(createdAt, id))`.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("the same orders as bad on every page, up to the last", SameAnswerAsync),
        new("no order twice and none lost when new ones arrive", StableAsync),
        new("a deep page costs the same as the first one", DeepAsync),
        new("a page costs the same in twice the data", TwiceAsync),
        new("bad input is refused", (apis, cancellationToken) => Refuse.IfAcceptedAsync(
            apis.Small, ["/orders?size=0", "/orders?size=201"], cancellationToken)),
    ];

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        foreach (var size in (int[])[WalkedSize, 13]) // 13 divides no group of equal timestamps evenly
        {
            var page = 0;
            await foreach (var (_, answer) in WalkAsync(api, size, cancellationToken))
            {
                var actual = answer.Json();
                var expected = (await api.BadAsync($"/orders?page={++page}&size={size}", cancellationToken)).Json();
                Refuse.IfDifferent(
                    expected, actual, "same-answer", $"This is not bad's answer to page {page} (size {size}).");
                var isLast = Next(expected) is null;
                Refuse.If(isLast != Next(actual) is null, "same-answer", isLast
                    ? $"Page {page} (size {size}) is the last one, but it has a `next` link."
                    : $"Page {page} (size {size}) has no `next` link, but there are more orders.");
                if (size != WalkedSize && page == 60) break; // the other size has reached the last page
            }
        }
    }

    /// <summary>OFFSET counts from the front, so a new row there moves this page's last row onto the next.</summary>
    private static async Task StableAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        try
        {
            var before = Ids(await api.BadAsync($"/orders?size={2 * ReadSize}", cancellationToken));
            var (seen, pages) = (new List<long>(), 0);
            await foreach (var (_, page) in WalkAsync(api, ReadSize, cancellationToken))
            {
                seen.AddRange(Ids(page));
                if (++pages == 2) break;
                await api.ChangeDataAsync(cancellationToken);
            }

            var repeated = seen.Count - seen.Distinct().Count();
            Refuse.If(repeated > 0, "repeats", $"Orders arrived between pages 1 and 2, and {repeated} were shown "
                + "twice: the next page is counted from the front, not from where the last one ended.");
            var missing = before.Except(seen).Count();
            Refuse.If(missing > 0, "skips", $"Orders arrived between pages 1 and 2, and {missing} that were there "
                + "before are on neither page.");

            var (bad, yours) = await api.BothAsync($"/orders?size={ReadSize}", cancellationToken);
            Refuse.IfDifferent(
                bad, yours, "stale", "Seven new orders are not on the first page. A cache needs an expiry.");
        }
        finally
        {
            await api.RestoreDataAsync(cancellationToken);
        }
    }

    private static async Task DeepAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var (first, deep) = await CostsAsync(apis.Small, Deep, cancellationToken);
        if (deep.Buffers <= 2 * first.Buffers + Slack && deep.RowsTouched <= 3 * first.RowsTouched + ReadSize) return;
        var filters = deep.RowsTouched > first.RowsTouched + 100 && deep.RowsRead <= 2 * (ReadSize + 1);
        Refuse.If(filters, "seek", $"The answer is the same, but page {Deep} reads {deep.RowsTouched:N0} rows "
            + $"to show {ReadSize}, the first page {first.RowsTouched:N0}: it still reads the rows before the page.");
        throw new RefusalException("buffers", $"The answer is the same, but page {Deep} touches {deep.Buffers:N0} "
            + $"buffers and returns {deep.RowsRead:N0} rows; the first page touches {first.Buffers:N0} buffers.");
    }

    private static async Task TwiceAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var (_, small) = await CostsAsync(apis.Small, 2, cancellationToken);
        var (_, twice) = await CostsAsync(apis.Twice, 2, cancellationToken);
        var grows = twice.RowsTouched > 1.5 * small.RowsTouched + ReadSize
            || twice.RowsRead > 1.5 * small.RowsRead + ReadSize;
        Refuse.If(grows, "size-of-data", "The answer is the same, but at twice the data the second page reads "
            + $"{twice.RowsTouched:N0} rows, not {small.RowsTouched:N0}: it still reads the rows before it.");
    }

    private static async Task<(GradedCost First, GradedCost Deep)> CostsAsync(
        GradedApi api, int page, CancellationToken cancellationToken)
    {
        var at = 0;
        var first = await api.CostAsync($"/orders?size={ReadSize}", cancellationToken);
        await foreach (var (path, _) in WalkAsync(api, ReadSize, cancellationToken))
            if (++at == page) return (first, await api.CostAsync(path, cancellationToken));

        throw new RefusalException(
            "same-answer", $"The links end after {at} pages of {ReadSize}, but there are at least {page} pages.");
    }

    /// <summary>Follows next within the attendee's lane. It takes only the link's query and not its path.</summary>
    private static async IAsyncEnumerable<(string Path, GradedAnswer Page)> WalkAsync(
        GradedApi api, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var path = $"/orders?size={size}"; path is not null;)
        {
            var page = await api.YoursAsync(path, cancellationToken);
            yield return (path, page);
            var next = Next(page.Json());
            var at = next?.IndexOf('?', StringComparison.Ordinal) ?? -1;
            var query = at < 0 ? null : next![at..];
            var isSame = query is not null && path.EndsWith(query, StringComparison.Ordinal);
            Refuse.If(isSame, "same-answer", $"The `next` link of {path} leads to the same page.");
            path = query is null ? null : "/orders" + query;
        }
    }

    private static string? Next(JsonElement page)
        => page.ValueKind == JsonValueKind.Object && page.TryGetProperty("next", out var next)
            && next.ValueKind == JsonValueKind.String ? next.GetString() : null;

    private static long[] Ids(GradedAnswer page)
        => [.. page.List("orders").Select(order => order.GetProperty("id").GetInt64())];
}
