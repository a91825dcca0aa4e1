using System.Net;
using System.Net.Http.Json;
using Npgsql;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class OffsetPaginationTests(Cluster cluster, SmallApp small) : IClassFixture<SmallApp>
{
    private readonly DemoApp _app = small.App;
    private readonly HttpClient _client = small.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_pages_are_the_same_orders_in_both_lanes_ties_included()
    {
        var splitTies = 0;
        OrderItem? before = null;
        var good = "/good/orders?size=7";
        for (var page = 1; page <= 60; page++)
        {
            var expected = await GetAsync($"/bad/orders?page={page}&size=7");
            var actual = await GetAsync(good);

            Assert.Equal(expected.Orders, actual.Orders);
            Assert.Equal(7, actual.Orders.Count);
            splitTies += before?.CreatedAt == actual.Orders[0].CreatedAt ? 1 : 0;
            before = actual.Orders[^1];
            good = actual.Next!;
        }

        Assert.True(splitTies > 0, "No page ended within a tie: the tie-break was not tested.");
    }

    [Fact]
    public async Task Both_lanes_end_on_the_same_last_page()
    {
        var bad = await GetAsync("/bad/orders?page=50&size=200");
        var cursor = await _client.GetFromJsonAsync<CursorResponse>("/demo/orders/cursor?row=9800", Cancel);
        var good = await GetAsync($"/good/orders?after={cursor!.Cursor}&size=200");

        Assert.Equal(bad.Orders, good.Orders);
        Assert.Equal(200, good.Orders.Count);
        Assert.Null(bad.Next);
        Assert.Null(good.Next);
    }

    [Theory]
    [InlineData("/bad/orders?size=50")]
    [InlineData("/good/orders?size=50")]
    public async Task Forth_and_back_gives_the_same_orders(string first)
    {
        var forth = new List<OffsetPaginationResult> { await GetAsync(first) };
        Assert.Null(forth[0].Prev);
        for (var page = 1; page < 5; page++)
        {
            forth.Add(await GetAsync(forth[^1].Next!));
        }

        var back = new List<OffsetPaginationResult> { forth[^1] };
        while (back[^1].Prev is { } prev)
        {
            back.Add(await GetAsync(prev));
        }

        back.Reverse();
        Assert.Equal(forth.Select(Ids), back.Select(Ids));
        Assert.Equal(Ids(forth[1]), Ids(await GetAsync(back[0].Next!)));
    }

    [Fact]
    public async Task From_an_empty_page_behind_the_last_order_the_way_back_leads_to_it()
    {
        var cursor = await _client.GetFromJsonAsync<CursorResponse>("/demo/orders/cursor?row=10000", Cancel);

        var empty = await GetAsync($"/good/orders?after={cursor!.Cursor}&size=50");
        Assert.Empty(empty.Orders);
        Assert.Null(empty.Next);

        Assert.Equal(Ids(await GetAsync("/bad/orders?page=200&size=50")), Ids(await GetAsync(empty.Prev!)));
    }

    [Fact]
    public async Task A_page_before_costs_what_any_page_costs()
    {
        var cursor = await _client.GetFromJsonAsync<CursorResponse>("/demo/orders/cursor?row=9000", Cancel);

        var page = await GetAsync($"/good/orders/before?cursor={cursor!.Cursor}&size=50");

        Assert.Equal(Ids(await GetAsync("/bad/orders?page=180&size=50")), Ids(page));
        Assert.Equal($"/good/orders?after={cursor.Cursor}&size=50", page.Next);
        await GetAsync($"/good/orders/before?cursor={cursor.Cursor}&size=50");
        var plan = await PlanOfLastAsync(_app);
        Assert.NotNull(plan.IndexCond);
        Assert.Equal(51, plan.MostRows);
    }

    [Fact]
    public async Task The_way_back_ends_with_a_short_page_where_the_list_begins()
    {
        var cursor = await _client.GetFromJsonAsync<CursorResponse>("/demo/orders/cursor?row=7", Cancel);

        var page = await GetAsync($"/good/orders/before?cursor={cursor!.Cursor}&size=50");

        Assert.Equal(Ids(await GetAsync("/bad/orders?page=1&size=7")), Ids(page));
        Assert.Null(page.Prev);
    }

    [Fact]
    public async Task The_Link_header_repeats_next_and_prev()
    {
        var third = (await GetAsync((await GetAsync("/good/orders")).Next!)).Next!;
        var back = (await GetAsync(third)).Prev!;
        string[] seconds = [(await GetAsync("/bad/orders")).Next!, (await GetAsync("/good/orders")).Next!, back];
        foreach (var second in seconds)
        {
            var response = await _client.GetAsync(second, Cancel);
            var page = (await response.Content.ReadFromJsonAsync<OffsetPaginationResult>(Cancel))!;
            Assert.Equal(
                [$"<{page.Next}>; rel=\"next\", <{page.Prev}>; rel=\"prev\""], response.Headers.GetValues("Link"));
        }
    }

    [Fact]
    public async Task Under_inserts_keyset_neither_repeats_nor_skips_and_OFFSET_repeats()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();
        var atStart = await AllIdsAsync(app);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var inserts = InsertNewOrdersAsync(app, stop.Token);

        var keyset = await WalkAsync(client, "/good/orders?size=50", pages: 100);
        var offset = await WalkAsync(client, "/bad/orders?size=50", pages: 100);

        await stop.CancelAsync();
        Assert.True(await inserts > 0, "Nothing was inserted meanwhile.");

        var known = keyset.Where(new HashSet<long>(atStart).Contains).ToList();
        Assert.Equal(atStart.Take(known.Count), known);
        Assert.InRange(known.Count, 1, 5_000); // the others were inserted before the first page

        Assert.True(
            offset.Distinct().Count() < offset.Count, "OFFSET showed no order twice, although rows were pushed down.");
    }

    [Fact]
    public async Task A_deep_page_costs_Good_what_the_first_one_costs_and_Bad_a_hundred_times_as_much()
    {
        await using var stage = await DemoApp.StartAsync(cluster, DemoScale.Medium);
        using var http = stage.CreateClient();

        var cursor = await http.GetFromJsonAsync<CursorResponse>("/demo/orders/cursor?row=500000", Cancel);
        var bad = await http.GetFromJsonAsync<OffsetPaginationResult>("/bad/orders?page=10001&size=50", Cancel);
        var badDeep = await PlanOfLastAsync(stage);
        var good = await http.GetFromJsonAsync<OffsetPaginationResult>(
            $"/good/orders?after={cursor!.Cursor}&size=50", Cancel);
        var goodDeep = await PlanOfLastAsync(stage);
        await http.GetAsync("/bad/orders?page=1&size=50", Cancel);
        var badFirst = await PlanOfLastAsync(stage);
        await http.GetAsync("/good/orders?size=50", Cancel);
        var goodFirst = await PlanOfLastAsync(stage);

        Assert.Equal(50, good!.Orders.Count);
        Assert.Equal(bad!.Orders, good.Orders);

        Assert.NotNull(goodDeep.IndexCond);
        // Three or four pages of the index, and the pages of the table with these 51 rows. Their number varies because
        // two connections loaded the table.
        Assert.True(goodDeep.Buffers <= 12, $"deep: {goodDeep}\nfirst: {goodFirst}");
        Assert.Equal(51, goodDeep.MostRows);

        Assert.Null(badDeep.IndexCond);
        Assert.True(
            badDeep.Buffers > 100 * badFirst.Buffers, $"deep {badDeep.Buffers}, first {badFirst.Buffers} buffers");
        Assert.Equal(500_051, badDeep.MostRows);

        // On page 1 there is no difference, because the cost grows with the page number.
        Assert.InRange(badFirst.Buffers, 1, 2 * goodFirst.Buffers);
    }

    [Fact]
    public async Task The_SQL_of_the_lanes_differs_in_OFFSET_against_a_row_value()
    {
        await GetAsync("/bad/orders?page=3&size=50");
        Assert.Contains("OFFSET @", _app.Sent.Last.CommandText, StringComparison.Ordinal);

        await GetAsync("/good/orders?size=50");
        Assert.Contains("(o.created_at, o.id) < (@", _app.Sent.Last.CommandText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bad/orders?page=0", "page")]
    [InlineData("/bad/orders?page=-1", "page")]
    [InlineData("/bad/orders?page=10000001", "page")]
    [InlineData("/bad/orders?page=x", "page")]
    [InlineData("/bad/orders?size=0", "size")]
    [InlineData("/bad/orders?size=201", "size")]
    [InlineData("/good/orders?size=0", "size")]
    [InlineData("/good/orders?size=201", "size")]
    [InlineData("/good/orders?size=99999999999", "size")]
    [InlineData("/good/orders?after=", "empty")]
    [InlineData("/good/orders?after=%00%ff", "base64url")]
    [InlineData("/good/orders?after=AQEA", "version 1")]
    [InlineData("/good/orders?after=AgEA", "truncated")]
    [InlineData("/good/orders/before", "cursor")]
    [InlineData("/good/orders/before?cursor=", "empty")]
    [InlineData("/good/orders/before?cursor=AgEA", "'cursor'")]
    [InlineData("/good/orders/before?cursor=AgEA&size=0", "size")]
    [InlineData("/demo/orders/cursor?row=0", "row")]
    [InlineData("/demo/orders/cursor", "row")]
    public async Task Bad_input_gets_400_that_says_what_is_wrong(string path, string word)
    {
        var response = await _client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_cursor_of_a_row_behind_the_last_is_404()
    {
        var response = await _client.GetAsync("/demo/orders/cursor?row=10001", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static IEnumerable<long> Ids(OffsetPaginationResult page) => page.Orders.Select(order => order.Id);

    private static Task<Plan> PlanOfLastAsync(DemoApp app) => Plan.OfAsync(app.ConnectionString, app.Sent.Last, Cancel);

    private async Task<OffsetPaginationResult> GetAsync(string path)
        => (await _client.GetFromJsonAsync<OffsetPaginationResult>(path, Cancel))!;

    private static async Task<List<long>> WalkAsync(HttpClient client, string path, int pages)
    {
        var ids = new List<long>();
        for (var next = path; next is not null && pages-- > 0;)
        {
            var page = (await client.GetFromJsonAsync<OffsetPaginationResult>(next, Cancel))!;
            ids.AddRange(Ids(page));
            next = page.Next;
        }

        return ids;
    }

    private static async Task<List<long>> AllIdsAsync(DemoApp app)
    {
        await using var db = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = db.CreateCommand("SELECT id FROM orders ORDER BY created_at DESC, id DESC");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var ids = new List<long>();
        while (await reader.ReadAsync(Cancel))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    private static async Task<int> InsertNewOrdersAsync(DemoApp app, CancellationToken stop)
    {
        await using var db = NpgsqlDataSource.Create(app.ConnectionString);
        for (var inserted = 0; ; inserted++)
        {
            if (stop.IsCancellationRequested) return inserted;

            // The newest order pushes all pages down by one row.
            await using var command = db.CreateCommand("""
                INSERT INTO orders
                SELECT (jsonb_populate_record(
                o, jsonb_build_object('id', o.id + 1, 'created_at', o.created_at + interval '1 s'))).*
                FROM (SELECT max(id) AS id FROM orders) AS newest JOIN orders AS o USING (id)
                """);
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
