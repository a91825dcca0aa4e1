using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Statements that aggregate, and statements that only look so.</summary>
internal static class AggregateShapes
{
    private static readonly string[] Hot = [HealthRules.HotAggregations];

    public static IEnumerable<CatalogueShape> All => Plain().Concat(Hidden()).Concat(Right());

    private static IEnumerable<CatalogueShape> Plain() =>
    [
        Found("a count of all rows", "it reads 30,000 rows", "SELECT count(*) FROM orders"),
        Found("a sum with a filter", "it reads 30,000 rows to keep 300", "SELECT sum(amount) FROM orders WHERE amount = 7"),
        Found("a GROUP BY", "it reads 30,000 rows", "SELECT status, count(*) FROM orders GROUP BY status"),
        Found("a HAVING", "it reads 30,000 rows",
            "SELECT amount FROM orders GROUP BY amount HAVING count(*) > 100 ORDER BY 1 LIMIT 5"),
        Found("a DISTINCT", "it reads 30,000 rows", "SELECT DISTINCT amount FROM orders"),
        Found("a count of distinct values", "it reads 30,000 rows", "SELECT count(DISTINCT amount) FROM orders"),
        Found("a median", "it reads 30,000 rows",
            "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM orders"),
        Found("a maximum without an index", "it reads 30,000 rows", "SELECT max(amount) FROM orders"),
        Found("a page with its total", "count(*) OVER () reads all rows for a page of 50",
            "SELECT id, count(*) OVER () AS total FROM orders WHERE status = 'paid' ORDER BY id LIMIT 50"),
        Found("a rank", "rank() reads all rows for a page of 50",
            "SELECT id, rank() OVER (ORDER BY amount) FROM orders ORDER BY 2 LIMIT 50"),
        Found("a share of the total", "sum() OVER reads all rows",
            "SELECT id, amount / sum(amount) OVER () FROM orders LIMIT 50"),
        Found("a UNION", "it compares 30,000 rows",
            "SELECT count(*) FROM (SELECT amount FROM orders UNION SELECT id FROM authors) u"),
        Found("an EXCEPT", "it compares 30,000 rows", "SELECT amount FROM orders EXCEPT SELECT id FROM authors LIMIT 5"),
        Found("a count in a CTE", "it reads 30,000 rows",
            "WITH totals AS (SELECT count(*) AS n FROM orders) SELECT a.id, t.n FROM authors a, totals t WHERE a.id < 5"),
        Found("a count in the select list", "it reads 30,000 rows",
            "SELECT id, (SELECT count(*) FROM orders) FROM authors WHERE id < 5"),
        Found("a count of partitions", "the four partitions have 20,000 rows together", "SELECT count(*) FROM events"),
        Found("a count per row by a subquery", "200 subqueries read 100 rows each",
            "SELECT id, (SELECT count(*) FROM lines WHERE author_id = a.id) FROM authors a"),
        Found("a count per row by a lateral join", "200 loops read 100 rows each",
            "SELECT a.id, t.n FROM authors a CROSS JOIN LATERAL "
            + "(SELECT count(*) AS n FROM lines WHERE author_id = a.id OFFSET 0) t"),
        Found("an index with a filter", "the index finds 29,970 rows, and the filter keeps 300",
            "SELECT count(*) FROM orders WHERE status = 'paid' AND amount = 7 AND id > 0"),
        Found("an aggregate of one's own", "it reads 30,000 rows", "SELECT product(1 + 0 * amount) FROM orders"),
        Found("a string of all values", "it reads 30,000 rows", "SELECT length(string_agg(status, ',')) FROM orders"),
        Found("a count as JSON", "it reads 30,000 rows",
            "SELECT jsonb_build_object('orders', (SELECT jsonb_agg(s) FROM (SELECT DISTINCT status AS s FROM orders) x))"),
        new("an answer to POST", "a GraphQL server answers so")
        {
            Method = "POST",
            Found = Hot,
            Handle = c => c.Read("SELECT count(*) FROM orders WHERE amount <> 8"),
        },
        new("EF Core's CountAsync for a pager", "it reads 30,000 rows")
        {
            Found = Hot,
            Handle = async c =>
            {
                await using var blog = BlogContext.On(c.Db);
                await blog.Database.SqlQuery<int>($"""SELECT amount AS "Value" FROM orders""").CountAsync(c.Cancel);
            },
        },
        new("EF Core's GroupBy", "it reads 30,000 rows")
        {
            Found = Hot,
            Handle = async c =>
            {
                await using var blog = BlogContext.On(c.Db);
                await blog.Database.SqlQuery<int>($"""SELECT amount AS "Value" FROM orders""")
                    .GroupBy(amount => amount).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(c.Cancel);
            },
        },
        new("an aggregate in a batch", "the batch does not change what it reads")
        {
            Found = Hot,
            Handle = async c =>
            {
                await using var batch = c.Db.Source.CreateBatch();
                batch.BatchCommands.Add(new("SELECT 1"));
                batch.BatchCommands.Add(new("SELECT avg(amount) FROM orders"));
                await batch.ExecuteNonQueryAsync(c.Cancel);
            },
        },
        new("a rare value first, then a common one", "the common value reads 29,970 rows")
        {
            Found = Hot,
            Handle = c => c.Read(
                "SELECT count(amount) FROM orders WHERE status = $1", c.Number <= 2 ? "rare" : "paid"),
        },
    ];

    private static IEnumerable<CatalogueShape> Hidden() =>
    [
        Found("a view that aggregates", "the view's GROUP BY reads 30,000 rows", "SELECT * FROM order_totals"),
        Found("a view over a view that aggregates", "the inner view's GROUP BY reads 30,000 rows",
            "SELECT * FROM busiest_status"),
        NotSeen("a function that aggregates", "the function's statements are hidden", "SELECT count_orders()"),
        NotSeen("a function that aggregates, as a table", "the function's statements are hidden",
            "SELECT * FROM count_orders() AS n"),
        NotSeenHot("a count without statistics", "nobody knows how many of 20,000 rows the index finds",
            "SELECT count(id) FROM imported WHERE kind = 'same'"),
        NotSeenHot("a count of a tenant's rows", "the checklist's session has another tenant",
            "SELECT count(*) FROM orders WHERE status = current_setting('app.tenant', true)"),
        new("a count after SET search_path", "another session would count another tenant's rows")
        {
            NotSeen = Hot,
            Handle = c => c.InTransaction(async connection =>
            {
                await connection.ExecuteAsync("SET LOCAL search_path TO public");
                await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM orders WHERE amount < 50");
            }),
        },
        new("an aggregate over a temporary table", "another session can't explain it")
        {
            NotSeen = Hot,
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await connection.ExecuteAsync("CREATE TEMP TABLE chosen AS SELECT * FROM orders");
                await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM chosen");
                await connection.ExecuteAsync("DROP TABLE chosen");
            },
        },
        new("an aggregate without a data source", "nobody can connect to explain it")
        {
            NotSeen = Hot,
            Handle = async c =>
            {
                await using var connection = new NpgsqlConnection(c.Db.ConnectionString);
                await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM orders");
            },
        },
        new("two statements in one command", "they have no common plan")
        {
            NotSeen = Hot,
            Handle = c => c.Read("SELECT 1; SELECT count(*) FROM orders"),
        },
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        Right("a maximum with an index", "it reads one entry of the index", "SELECT max(id) FROM orders"),
        Right("a count of few rows", "the index finds 30 rows", "SELECT count(*) FROM orders WHERE status = 'rare'"),
        Right("a count of a small table", "it reads 200 rows", "SELECT count(*) FROM authors"),
        Right("a count up to a limit", "it reads 1,000 rows",
            "SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 1000) o"),
        Right("an EXISTS", "it stops at the first row", "SELECT EXISTS (SELECT 1 FROM orders WHERE status = 'paid')"),
        Right("a materialized view", "it reads two rows", "SELECT * FROM order_totals_stored"),
        Right("a view that only joins", "it reads one row", "SELECT * FROM post_cards WHERE id = 7"),
        Right("a sum of one customer's rows", "the index finds 100 rows", "SELECT count(*) FROM lines WHERE author_id = 7"),
        Right("a window over a page", "it ranks 50 rows",
            "SELECT id, rank() OVER (ORDER BY amount) FROM (SELECT * FROM orders ORDER BY id LIMIT 50) page"),
        Right("a function that computes", "it has no statement", "SELECT upper(name), twice(id) FROM authors WHERE id = 7"),
        Right("a column that is called count", "a quoted name is no function", "SELECT id AS \"count(\" FROM authors LIMIT 3"),
        new("the first request of a cache", "the other requests don't count again")
        {
            Handle = c => c.Number == 1 ? c.Read("SELECT count(*) FROM orders WHERE amount <> 9") : Task.CompletedTask,
        },
    ];

    private static CatalogueShape Found(string name, string why, string sql)
        => new(name, why) { Found = Hot, Handle = c => c.Read(sql) };

    private static CatalogueShape NotSeen(string name, string why, string sql)
        => new(name, why) { NotSeen = [.. Hot, HealthRules.RowLocking], Handle = c => c.Read(sql) };

    private static CatalogueShape NotSeenHot(string name, string why, string sql)
        => new(name, why) { NotSeen = Hot, Handle = c => c.Read(sql) };

    private static CatalogueShape Right(string name, string why, string sql)
        => new(name, why) { Handle = c => c.Read(sql) };
}
