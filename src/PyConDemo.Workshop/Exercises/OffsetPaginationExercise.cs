using System.Text.Json;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Exercises;

/// <summary>Orders page by page: every page costs the same, and none is shown twice while new ones arrive.</summary>
internal sealed class OffsetPaginationExercise : Exercise
{
    private const int WalkedSize = 200, ReadSize = 50;

    /// <summary>Pages walked before the deep one is measured.</summary>
    private const int Deep = 100;

    /// <summary>Pages of 8 KB: the way down an index is a few of them, and where a page of rows begins in the table is chance.</summary>
    private const int Slack = 12;

    public override string Slug => "offset-pagination";

    public override string Goal => "page 10,001 reads 10,000 times as many rows as page 1. Make each page cost the same.";

    public override IReadOnlyList<string> Hints =>
    [
        "Compare the plans of page 1 and page 150: `curl -i -H 'Checklist: on' …`, then `/demo/requests/<id>/plans`. Which node reads rows that nobody sees?",
        "Don't say how many rows to skip: say where the last page ended. The last order's created_at and id are that place.",
        "The order must be unique, so the cursor holds both keys. `OrderCursor` in Machinery/ is one that you may use: `OrderCursor.Parse(after)`, `OrderCursor.After(order)`.",
        "`d < @d OR (d = @d AND id < @id)` filters; only a row value seeks: `EF.Functions.LessThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(createdAt, id))`.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("the same orders as bad on every page, up to the last", SameAnswerAsync),
        new("no order twice and none lost while new ones arrive", StableAsync),
        new("a deep page costs what the first one does", DeepAsync),
        new("a page costs the same in twice the data", TwiceAsync),
        new("bad input is refused", (apis, cancellationToken) => BadInput.EnsureRefusedAsync(apis.Small, ["/orders?size=0", "/orders?size=201"], cancellationToken)),
    ];

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var size in (int[])[WalkedSize, 13]) // 13 divides no group of equal timestamps evenly
        {
            var page = 0;
            await foreach (var (_, actual) in WalkAsync(apis.Small, size, cancellationToken))
            {
                var expected = (await apis.Small.BadAsync($"/orders?page={++page}&size={size}", cancellationToken)).Json();
                SameData.Ensure(expected, actual, $"page {page} of {size}");
                var (theirs, ours) = (Next(expected) is not null, Next(actual) is not null);
                if (theirs != ours)
                    throw new RefusalException("same-answer", theirs ? $"After page {page} of {size} there is no next, though there are more orders." : $"Page {page} of {size} is the last one, and still has a next.");
                if (size != WalkedSize && page == 60) break; // the last page was reached with the other size
            }
        }
    }

    /// <summary>OFFSET counts from the front: what arrives there pushes the last row of this page onto the next.</summary>
    private static async Task StableAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        try
        {
            var before = Ids((await apis.Small.BadAsync($"/orders?size={2 * ReadSize}", cancellationToken)).Json());
            var (seen, pages) = (new List<long>(), 0);
            await foreach (var (_, page) in WalkAsync(apis.Small, ReadSize, cancellationToken))
            {
                seen.AddRange(Ids(page));
                if (++pages == 2) break;
                await apis.Small.ChangeDataAsync(cancellationToken);
            }

            if (seen.Count != seen.Distinct().Count())
                throw new RefusalException("repeats", $"Seven orders arrived between page 1 and page 2, and {seen.Count - seen.Distinct().Count()} orders were shown twice: the next page is counted from the front, not from where the last one ended.");
            if (before.Except(seen).Any())
                throw new RefusalException("skips", $"Orders arrived between two pages, and {before.Except(seen).Count()} that were there before are on neither.");
            var fresh = (await apis.Small.YoursAsync($"/orders?size={ReadSize}", cancellationToken)).Json();
            var expected = (await apis.Small.BadAsync($"/orders?size={ReadSize}", cancellationToken)).Json();
            if (SameData.Difference(expected, fresh) is { } difference)
                throw new RefusalException("stale", $"Seven new orders are not on the first page: {difference}. What was remembered must end.");
        }
        finally
        {
            await apis.Small.RestoreDataAsync(cancellationToken);
        }
    }

    private static async Task DeepAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var (first, deep) = await CostsAsync(apis.Small, Deep, cancellationToken);
        if (deep.Buffers <= 2 * first.Buffers + Slack && deep.RowsTouched <= 3 * first.RowsTouched + ReadSize) return;
        throw deep.RowsTouched > first.RowsTouched + 100 && deep.RowsRead <= 2 * (ReadSize + 1)
            ? new RefusalException("seek",
                $"Same answer, but page {Deep} reads {deep.RowsTouched:N0} rows to show {ReadSize}, the first one {first.RowsTouched:N0}: the cursor filters, it does not seek.")
            : new RefusalException("buffers", $"Same answer, but page {Deep} touches {deep.Buffers:N0} buffers and brings {deep.RowsRead:N0} rows; the first one touches {first.Buffers:N0}.");
    }

    private static async Task TwiceAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var (_, small) = await CostsAsync(apis.Small, 2, cancellationToken);
        var (_, twice) = await CostsAsync(apis.Twice, 2, cancellationToken);
        if (twice.RowsTouched > 1.5 * small.RowsTouched + ReadSize || twice.RowsRead > 1.5 * small.RowsRead + ReadSize)
        {
            throw new RefusalException("size-of-data",
                $"Same answer, but the 2nd page at twice the data reads {twice.RowsTouched:N0} rows instead of {small.RowsTouched:N0}: the cursor filters, it does not seek.");
        }
    }

    private static async Task<(GradedCost First, GradedCost Deep)> CostsAsync(GradedApi api, int page, CancellationToken cancellationToken)
    {
        var (first, at) = ("", 0);
        await foreach (var (path, _) in WalkAsync(api, ReadSize, cancellationToken))
        {
            if (at++ == 0) first = path;
            if (at == page) return (await api.CostAsync(first, cancellationToken), await api.CostAsync(path, cancellationToken));
        }

        throw new RefusalException("same-answer", $"The links end after {at} pages of {ReadSize}; there are {page} and more.");
    }

    /// <summary>Follows next, in the own lane whatever address the link names: only its query is taken.</summary>
    private static async IAsyncEnumerable<(string Path, JsonElement Page)> WalkAsync(
        GradedApi api, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var path = $"/orders?size={size}"; path is not null;)
        {
            var page = (await api.YoursAsync(path, cancellationToken)).Json();
            yield return (path, page);
            var query = Next(page) is { } next && next.Contains('?', StringComparison.Ordinal) ? next[next.IndexOf('?', StringComparison.Ordinal)..] : null;
            if (query is not null && path.EndsWith(query, StringComparison.Ordinal))
                throw new RefusalException("same-answer", $"The next of {path} is that page itself.");
            path = query is null ? null : "/orders" + query;
        }
    }

    private static string? Next(JsonElement page)
        => page.ValueKind == JsonValueKind.Object && page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;

    private static long[] Ids(JsonElement page) => page.TryGetProperty("orders", out var orders) && orders.ValueKind == JsonValueKind.Array
        ? [.. orders.EnumerateArray().Select(o => o.GetProperty("id").GetInt64())]
        : throw new RefusalException("same-answer", "The answer has no list named orders.");
}
