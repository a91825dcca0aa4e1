using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>The request reads many rows, and its JSON answer contains few of them.</summary>
public sealed class RowsNotSentTests(TestDatabase db) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Product = """
        SELECT a.id, c.id, t.id
        FROM articles a JOIN comments c ON c.article_id = a.id JOIN tags t ON t.article_id = a.id WHERE a.id = 1
        """;

    public async ValueTask InitializeAsync()
    {
        // The tests of the class share the database.
        await using var schema = db.Source.CreateCommand("SELECT to_regclass('articles') IS NULL");
        if (await schema.ExecuteScalarAsync() is not true) return;
        schema.CommandText = ArticleContext.Schema;
        await schema.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Two_included_lists_are_a_cartesian_product()
    {
        var seen = await ExpectSeen(ObservationKinds.CartesianProduct, async c =>
        {
            await using var articles = ArticleContext.On(c.Db);
            var article = await articles.Articles.Include(a => a.Comments).Include(a => a.Tags).SingleAsync(
                a => a.Id == 1, c.Cancel);
            await c.Http.Response.WriteAsJsonAsync(article, c.Cancel);
        });
        Assert.Equal((9_000, "rows"), (seen.Amount, seen.Unit));
        Assert.Equal("One statement that joins several lists returned 9,000 rows for 191 items.", seen.What);
        Assert.Contains("AsSplitQuery()", seen.Fix, StringComparison.Ordinal);
        Assert.Contains("LEFT JOIN comments", seen.Statement, StringComparison.Ordinal);
        Assert.StartsWith("RowsNotSentTests.cs:", seen.Source, StringComparison.Ordinal);
    }

    [Fact]
    public Task Two_lists_that_Dapper_joins_are_a_cartesian_product() => ExpectSeen(
        ObservationKinds.CartesianProduct, async c =>
        {
            await using var connection = await c.Open();
            var rows = (await connection.QueryAsync<(int Id, int Comment, int Tag)>(Product)).ToList();
            await c.Http.Response.WriteAsJsonAsync(
                new { Comments = rows.Select(r => r.Comment).Distinct(), Tags = rows.Select(r => r.Tag).Distinct() },
                c.Cancel);
        });

    [Fact]
    public async Task A_page_that_is_taken_in_memory_leaves_rows_behind()
    {
        var seen = await ExpectSeen(ObservationKinds.RowsNotSent, async c =>
        {
            await using var articles = ArticleContext.On(c.Db);
            var all = await articles.Database
                .SqlQuery<int>($"""SELECT o.id AS "Value" FROM orders o ORDER BY o.id""").ToListAsync(c.Cancel);
            await c.Http.Response.WriteAsJsonAsync(all.Skip(20_000).Take(50).Select(id => new { id }), c.Cancel);
        });
        Assert.Equal((30_000, "rows"), (seen.Amount, seen.Unit));
        Assert.Equal("The request read 30,000 rows and answered with 50 items.", seen.What);
        Assert.Equal("""SELECT o.id AS "Value" FROM orders o ORDER BY o.id""", seen.Statement);
    }

    // Each row has one row of the joined tables, so nothing was multiplied.
    [Fact]
    public Task Joins_of_single_rows_are_no_product() => ExpectSeen(ObservationKinds.RowsNotSent, async c =>
    {
        await c.Read("""
            SELECT c.id FROM comments c JOIN articles a ON a.id = c.article_id LEFT JOIN authors u ON u.id = a.id
            """);
        await c.Http.Response.WriteAsJsonAsync(Enumerable.Range(1, 50).Select(id => new { id }), c.Cancel);
    });

    [Theory]
    [InlineData("GET", """{"total":123}""")]
    [InlineData("GET", "123")]
    [InlineData("POST", """{"data":{"orders":{"nodes":[{"id":1,"lines":[{"n":1},{"n":2}]},{"id":2,"lines":[]}]}}}""")]
    public Task Sums_and_filters_in_memory_leave_rows_behind(string method, string json)
        => ExpectSeen(ObservationKinds.RowsNotSent, c => ReadAndAnswer(c, 5_000, json), method);

    [Theory]
    [InlineData("123", "one value")]
    [InlineData("[]", "0 items")]
    [InlineData("""{"total":123}""", "one item")]
    [InlineData("""{"orders":[{"id":1}]}""", "2 items")]
    public async Task It_says_how_much_the_answer_has(string json, string much)
    {
        var seen = await ExpectSeen(ObservationKinds.RowsNotSent, c => ReadAndAnswer(c, 5_000, json));
        Assert.Equal($"The request read 5,000 rows and answered with {much}.", seen.What);
    }

    [Fact]
    public Task A_list_of_parents_with_one_list_each_is_fine() => ExpectNothing(async c =>
    {
        await using var articles = ArticleContext.On(c.Db);
        var page = await articles.Articles.Include(a => a.Comments).OrderBy(a => a.Id).ToListAsync(c.Cancel);
        await c.Http.Response.WriteAsJsonAsync(page, c.Cancel);
    });

    [Fact]
    public Task Split_queries_are_fine() => ExpectNothing(async c =>
    {
        await using var articles = ArticleContext.On(c.Db);
        var all = await articles.Articles.Include(a => a.Comments).Include(a => a.Tags).AsSplitQuery()
            .ToListAsync(c.Cancel);
        await c.Http.Response.WriteAsJsonAsync(all, c.Cancel);
    });

    [Theory]
    [InlineData("a list")]
    [InlineData("a dictionary")]
    [InlineData("columns")]
    [InlineData("twelve months in one object")]
    [InlineData("a text")]
    [InlineData("nested lists")]
    public Task An_answer_with_all_rows_is_fine(string form)
    {
        var ids = Enumerable.Range(1, 1_800).ToList();
        object body = form switch
        {
            "a dictionary" => ids.ToDictionary(id => $"order {id}"),
            "columns" => new { ids, states = ids.Select(_ => "paid") },
            "twelve months in one object"
                => ids.Chunk(12).Select(year => year.Index().ToDictionary(m => $"m{m.Index}", m => m.Item)),
            "a text" => new { csv = string.Join('\n', ids.Select(id => $"{id};paid;2026-01-01;12.50;EUR")) },
            "nested lists" => new { data = new { days = ids.Chunk(60).Select(day => new { orders = day }) } },
            _ => ids.Select(id => new { id, status = "paid" }),
        };
        return ExpectNothing(async c =>
        {
            await c.Read("SELECT id FROM orders LIMIT 1800");
            await c.Http.Response.WriteAsJsonAsync(body, c.Cancel);
        });
    }

    [Theory]
    [InlineData("no content")]
    [InlineData("not found")]
    [InlineData("accepted")]
    [InlineData("CSV")]
    [InlineData("a download")]
    [InlineData("JSON lines")]
    public Task An_answer_that_does_not_tell_is_not_judged(string answer) => ExpectNothing(async c =>
    {
        await c.Read("SELECT id FROM orders LIMIT 5000");
        var response = c.Http.Response;
        if (answer == "a download") response.Headers.ContentDisposition = "attachment";
        if (answer == "not found") response.StatusCode = StatusCodes.Status404NotFound;
        if (answer == "accepted") response.StatusCode = StatusCodes.Status202Accepted;
        if (answer == "no content") response.StatusCode = StatusCodes.Status204NoContent;
        else if (answer == "CSV") await response.WriteAsync("id\n1", c.Cancel);
        else if (answer == "JSON lines") await Json(c, """{"id":1}""", "application/x-ndjson");
        else await Json(c, """{"id":1}""");
    });

    [Fact]
    public Task HEAD_is_not_judged() => ExpectNothing(c => ReadAndAnswer(c, 5_000, """{"id":1}"""), "HEAD");

    [Fact]
    public Task An_import_is_not_judged() => ExpectNothing(async c =>
    {
        await c.Read("SELECT id FROM orders LIMIT 5000");
        await c.Read("UPDATE jobs SET status = status WHERE id = 1");
        await Json(c, """{"imported":1}""");
    }, "POST");

    [Fact]
    public Task An_export_to_another_server_is_not_judged() => ExpectNothing(async c =>
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync($"http://{c.Http.Request.Host}/store", content: null, c.Cancel);
        await ReadAndAnswer(c, 5_000, """{"exported":5000}""");
    }, "POST");

    // Only the first MiB is inspected, and the rows may be in the rest.
    [Fact]
    public Task A_huge_answer_is_not_judged()
        => ExpectNothing(c => ReadAndAnswer(c, 30_000, $$"""[{"text":"{{new string('a', 1_100_000)}}"}]"""));

    [Fact]
    public async Task Counting_in_PostgreSQL_is_fine()
    {
        var route = await CallAsync(async c =>
        {
            await c.Read("SELECT count(*) FROM orders");
            await c.Read("SELECT EXISTS (SELECT FROM orders WHERE status = 'paid')");
            await Json(c, """{"total":123}""");
        });
        Assert.Empty(route.Health.Observations);
        Assert.All(route.Requests, r => Assert.Empty(r.Observations));
    }

    [Fact]
    public async Task Filling_a_cache_is_no_habit_of_the_route()
    {
        var route = await CallAsync(
            c => ReadAndAnswer(c, c.Number % 10 == 1 ? 5_000 : 0, """{"id":1}"""), requests: 20);
        Assert.Equal(2, route.Requests.Count(r => r.Observations.Count == 1)); // a request says what it did
        Assert.Empty(route.Health.Observations);
    }

    private async Task<Observation> ExpectSeen(string kind, Func<RuleContext, Task> handle, string method = "GET")
    {
        var seen = (await CallAsync(handle, method)).Observed();
        Assert.Equal(kind, seen.Kind);
        return seen;
    }

    private async Task ExpectNothing(Func<RuleContext, Task> handle, string method = "GET")
    {
        var route = await CallAsync(handle, method);
        Assert.Empty(route.Health.Observations);
        // With fewer rows, the case would prove nothing.
        Assert.All(route.Requests, r => Assert.True(r.Observations.Count == 0 && r.Vitals.RowsRead >= 1_000));
    }

    private Task<ObservedRoute> CallAsync(Func<RuleContext, Task> handle, string method = "GET", int requests = 3)
        => ObservedRoute.CallAsync(db, new(handle) { Requests = requests, Method = method, AnyStatus = true });

    private static async Task ReadAndAnswer(RuleContext c, int rows, string json)
    {
        await c.Read("SELECT id FROM orders LIMIT $1", rows);
        await Json(c, json);
    }

    private static Task Json(RuleContext c, string json, string type = "application/json")
    {
        c.Http.Response.ContentType = type;
        return c.Http.Response.WriteAsync(json, c.Cancel);
    }
}
