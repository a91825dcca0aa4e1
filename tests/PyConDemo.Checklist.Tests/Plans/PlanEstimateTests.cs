using System.Data;
using Npgsql;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Plans;

/// <summary>Reads real plans. Where a test is about a kind of node, it checks that the plan has one.</summary>
public sealed class PlanEstimateTests(PlanEstimateTests.Tables db) : IClassFixture<PlanEstimateTests.Tables>
{
    private const string Schema = """
        CREATE TABLE events (id int NOT NULL, kind text NOT NULL, day int NOT NULL) PARTITION BY LIST (day);
        CREATE TABLE events_0 PARTITION OF events FOR VALUES IN (0);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
        CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2);
        CREATE TABLE events_3 PARTITION OF events FOR VALUES IN (3);
        INSERT INTO events SELECT n, 'kind ' || n % 10, n % 4 FROM generate_series(1, 20000) n;
        CREATE INDEX ON events (id);
        CREATE TABLE lines (id int PRIMARY KEY, order_id int NOT NULL, price int NOT NULL);
        INSERT INTO lines SELECT n, n % 200 + 1, n % 100 FROM generate_series(1, 20000) n;
        CREATE INDEX ON lines (order_id);
        CREATE INDEX unpaid ON lines (price) WHERE price < 50;
        CREATE VIEW totals AS SELECT status, count(*) AS n FROM orders GROUP BY status;
        CREATE VIEW plain AS SELECT id, amount FROM orders;
        CREATE FUNCTION counted() RETURNS bigint LANGUAGE plpgsql STABLE
            AS 'BEGIN RETURN (SELECT count(*) FROM orders); END';
        CREATE FUNCTION inlined() RETURNS TABLE (n bigint) LANGUAGE sql STABLE AS 'SELECT count(*) FROM orders';
        CREATE FUNCTION shown(int) RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN RETURN $1 || '' EUR''; END';
        CREATE AGGREGATE last_of(int) (SFUNC = int4larger, STYPE = int);
        ANALYZE;
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;


    [Theory]
    [InlineData("Aggregate", "SELECT count(*) FROM orders", 30_000)]
    [InlineData("Aggregate", "SELECT status, count(*) FROM orders GROUP BY status", 30_000)]
    [InlineData("Group", "SELECT status FROM orders GROUP BY status", 30_000, "enable_hashagg=off")]
    [InlineData("Unique", "SELECT DISTINCT status FROM orders", 30_000, "enable_hashagg=off")]
    [InlineData("Unique", "SELECT DISTINCT ON (status) status, id FROM orders ORDER BY status, id DESC", 30_000)]
    [InlineData("SetOp", "SELECT amount FROM orders EXCEPT SELECT price FROM lines", 50_000)]
    [InlineData("SetOp", "SELECT id FROM orders INTERSECT SELECT id FROM lines", 50_000)]
    [InlineData("Append", "SELECT amount FROM orders UNION SELECT price FROM lines", 50_000)]
    [InlineData("WindowAgg", "SELECT id, count(*) OVER () FROM orders ORDER BY id LIMIT 20", 30_000)]
    [InlineData("WindowAgg", "SELECT id, rank() OVER (ORDER BY amount) FROM orders LIMIT 20", 30_000)]
    [InlineData(
        "Aggregate", "SELECT status, amount, count(*) FROM orders GROUP BY GROUPING SETS (status, amount)", 30_000)]
    [InlineData("Seq Scan", "SELECT count(*) FROM orders WHERE amount = 7", 30_000)]
    [InlineData("Seq Scan", "SELECT last_of(amount) FROM orders", 30_000)]
    [InlineData("Append", "SELECT count(*) FROM events", 20_000)]
    [InlineData("Append", "SELECT count(*) FROM events WHERE kind = 'kind 1'", 20_000)]
    [InlineData("Append", "SELECT day, count(*) FROM events GROUP BY day", 20_000, "enable_partitionwise_aggregate=on")]
    [InlineData("Merge Append", "SELECT DISTINCT id FROM events", 20_000, "enable_hashagg=off")]
    [InlineData("Hash Join", "SELECT count(*) FROM lines JOIN posts ON posts.id = lines.order_id", 20_200)]
    [InlineData(
        "Nested Loop", "SELECT count(*) FROM posts JOIN lines ON lines.order_id = posts.id", 20_000, NestedLoops)]
    [InlineData(
        "Nested Loop",
        "SELECT count(*) FROM posts JOIN lines ON order_id = posts.id AND price % 100 = 7", 20_000, NestedLoops)]
    [InlineData("Nested Loop", "SELECT count(*) FROM posts a, posts b WHERE a.id + b.id = 7", 40_000, NestedLoops)]
    [InlineData(
        "Index Scan", "SELECT count(*) FROM lines WHERE order_id < 101 AND price % 100 = 7", 10_000, IndexScans)]
    [InlineData(
        "Bitmap Heap Scan", "SELECT count(*) FROM lines WHERE order_id < 101 AND price % 100 = 7", 10_000, BitmapScans)]
    [InlineData("Index Scan", "SELECT sum(id) FROM lines WHERE price < 50 AND order_id % 7 = 3", 10_000, IndexScans)]
    [InlineData("Index Only Scan", "SELECT count(*) FROM orders WHERE status LIKE '%x'", 30_000, "enable_seqscan=off")]
    [InlineData("Sample Scan", "SELECT count(*) FROM orders TABLESAMPLE bernoulli (1)", 30_000)]
    [InlineData("Function Scan", "SELECT count(*) FROM generate_series(1, 50000) n WHERE n % 7 = 0", 50_000)]
    [InlineData(
        "CTE Scan", "WITH c AS MATERIALIZED (SELECT id FROM orders WHERE amount = 7) SELECT count(*) FROM c", 30_000)]
    [InlineData(
        "CTE Scan",
        "WITH c AS MATERIALIZED (SELECT id FROM orders) SELECT (SELECT count(*) FROM c), (SELECT count(*) FROM c)",
        60_000)]
    [InlineData(
        "Subquery Scan",
        "SELECT status FROM (SELECT status, count(*) n FROM orders GROUP BY status OFFSET 0) s WHERE n > 1", 30_000)]
    [InlineData("Aggregate", "SELECT * FROM totals", 30_000)]
    [InlineData("Aggregate", "SELECT * FROM inlined()", 30_000)]
    [InlineData("Aggregate", "SELECT id, (SELECT sum(price) FROM lines WHERE order_id = posts.id) FROM posts", 20_000)]
    [InlineData(
        "Aggregate", "SELECT id FROM posts WHERE 5 < (SELECT count(*) FROM lines WHERE order_id = posts.id)", 20_000)]
    [InlineData(
        "Aggregate",
        "SELECT id, (SELECT sum(price) FROM lines WHERE order_id = posts.id) FROM posts LIMIT 100", 10_000)]
    [InlineData("Aggregate", "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM lines)", 50_000)]
    [InlineData("Seq Scan", "SELECT count(*) FROM posts WHERE author_id NOT IN (SELECT order_id FROM lines)", 20_200)]
    public async Task It_reads(string node, string sql, int rows, string settings = "")
    {
        var (root, answer) = await EstimateAsync(sql, settings);
        Assert.Contains(root.All(), n => n.Type == node);
        Assert.Null(answer.WhyNot);
        Assert.InRange(answer.Estimate!.AggregatedRows, rows * 0.8, rows * 1.5);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM orders WHERE status = 'rare'")]
    [InlineData("SELECT count(*) FROM lines WHERE order_id = 7 AND price = 7")]
    [InlineData("SELECT max(id) FROM orders")]
    [InlineData("SELECT min(id), max(id) FROM events WHERE day = 1")]
    [InlineData("SELECT EXISTS (SELECT 1 FROM orders WHERE status = 'paid')")]
    [InlineData("SELECT count(*) FROM posts WHERE EXISTS (SELECT 1 FROM orders WHERE status = 'paid')")]
    [InlineData("SELECT count(*) FROM posts WHERE EXISTS (SELECT 1 FROM orders WHERE orders.id = posts.id)")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 100) few")]
    [InlineData("SELECT id, row_number() OVER (ORDER BY id) FROM orders ORDER BY id LIMIT 20")]
    [InlineData("SELECT DISTINCT id FROM orders ORDER BY id LIMIT 20")]
    [InlineData("SELECT count(*) FROM events WHERE id = 7")]
    [InlineData("SELECT * FROM plain")]
    [InlineData("SELECT sum(n) FROM (VALUES (1), (2)) v(n) WHERE n > 1")]
    [InlineData("SELECT count(*), shown(1) FROM posts")]
    public async Task It_reads_few_rows(string sql)
    {
        var (_, answer) = await EstimateAsync(sql);
        Assert.Null(answer.WhyNot);
        Assert.InRange(answer.Estimate!.AggregatedRows, 0, 1_000);
    }

    [Fact]
    public async Task Where_the_server_would_run_it_in_parallel()
    {
        const string Parallel = "parallel_setup_cost=0 parallel_tuple_cost=0 min_parallel_table_scan_size=0";
        await using var connection = await OpenAsync(Parallel);
        await using var command = new NpgsqlCommand(
            "EXPLAIN SELECT count(*) FROM orders WHERE amount < 50", connection);
        await using (var plan = await command.ExecuteReaderAsync(Cancel))
        {
            var lines = new List<string>();
            while (await plan.ReadAsync(Cancel)) lines.Add(plan.GetString(0));
            Assert.Contains("Parallel Seq Scan", string.Join("\n", lines), StringComparison.Ordinal);
        }

        var (_, answer) = await EstimateAsync("SELECT count(*) FROM orders WHERE amount < 50", Parallel);
        Assert.InRange(answer.Estimate!.AggregatedRows, 29_000, 31_000);
    }

    [Fact]
    public async Task A_deep_plan_is_read()
    {
        var sql = "SELECT sum(amount) AS n FROM orders";
        for (var level = 0; level < 100; level++) sql = $"SELECT sum(n) AS n FROM ({sql} OFFSET 0) q{level}";
        var (root, answer) = await EstimateAsync(sql);
        Assert.InRange(root.All().Count(), 100, 1_000);
        Assert.InRange(answer.Estimate!.AggregatedRows, 29_000, 31_000);
    }

    [Fact]
    public async Task A_recursive_query_cannot_be_estimated()
    {
        var (_, answer) = await EstimateAsync(
            "WITH RECURSIVE r AS (SELECT 1 AS id UNION ALL SELECT id + 1 FROM r WHERE id < 9) SELECT count(*) FROM r");
        Assert.Null(answer.Estimate);
        Assert.Contains("recursive", answer.WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT counted()", "function counted()")]
    [InlineData("SELECT id FROM posts WHERE id < counted()", "function counted()")]
    [InlineData("SELECT * FROM query_to_xml('SELECT count(*) FROM orders', true, true, '')", "function query_to_xml()")]
    public async Task What_a_function_hides_is_not_seen(string sql, string whyNot)
        => Assert.Contains(whyNot, (await EstimateAsync(sql)).Answer.WhyNot, StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT * FROM orders ORDER BY id OFFSET 20000 LIMIT 10", 20_000)]
    [InlineData("SELECT * FROM orders ORDER BY amount OFFSET COALESCE(5000, 0) LIMIT 10", 5_000)]
    [InlineData("SELECT * FROM orders ORDER BY id LIMIT 10", 0)]
    [InlineData("SELECT * FROM orders ORDER BY id OFFSET 90000 LIMIT 10", 30_000)]
    [InlineData("SELECT * FROM orders WHERE lower(status) = 'paid' ORDER BY id OFFSET 20000 LIMIT 10", 30_000)]
    [InlineData("SELECT id, (SELECT title FROM posts p ORDER BY id OFFSET 10 LIMIT 1) FROM posts WHERE id < 5", 10)]
    public async Task A_page_discards_rows(string sql, int rows)
    {
        var (_, answer) = await EstimateAsync(sql);
        Assert.InRange(answer.Estimate!.RowsBeforePage, rows * 0.9, (rows * 1.1) + 5);
    }

    [Theory]
    [InlineData("SELECT * FROM orders WHERE amount = 7", 30_000)]
    [InlineData("SELECT * FROM orders WHERE id = 7", 1)]
    [InlineData("SELECT * FROM orders LIMIT 10", 10)]
    [InlineData("SELECT * FROM posts JOIN lines ON order_id = posts.id", 20_200)]
    public async Task A_statement_reads_rows(string sql, int rows)
    {
        var (_, answer) = await EstimateAsync(sql);
        Assert.InRange(answer.Estimate!.ReadRows, rows * 0.9, rows * 1.2);
    }

    [Theory]
    [InlineData("SELECT * FROM orders WHERE lower(status) = 'lost' LIMIT 1", 1, 30_000)]
    [InlineData("SELECT * FROM orders LIMIT 10", 10, 30_000)]
    [InlineData("WITH c AS MATERIALIZED (SELECT * FROM orders) SELECT * FROM c LIMIT 1", 1, 30_000)]
    [InlineData("SELECT * FROM (SELECT * FROM orders LIMIT 10) o LIMIT 5", 5, 10)]
    [InlineData("SELECT * FROM orders", 0, 30_000)]
    public async Task A_limit_may_not_bind(string sql, int limit, int rows)
    {
        var (_, answer) = await EstimateAsync(sql);
        Assert.Equal(limit, answer.Estimate!.Limit);
        Assert.InRange(answer.Estimate.ReadRowsToEnd, rows * 0.9, rows * 1.1);
    }

    [Theory]
    [InlineData("WITH mine AS MATERIALIZED (SELECT id FROM jobs FOR UPDATE) SELECT count(*) FROM mine", 3_000)]
    [InlineData("WITH mine AS MATERIALIZED (SELECT id FROM jobs LIMIT 50 FOR UPDATE) SELECT count(*) FROM mine", 50)]
    [InlineData("SELECT * FROM (SELECT id FROM jobs FOR UPDATE) mine LIMIT 50", 50)]
    public async Task A_lock_takes_rows(string sql, int rows)
    {
        var (_, answer) = await EstimateAsync(sql);
        Assert.InRange(answer.Estimate!.LockedRows, rows * 0.9, rows * 1.1);
    }

    [Theory]
    [InlineData("Result", "SELECT count(*) FROM orders WHERE status = (SELECT current_setting('app.status', true))")]
    [InlineData("Hash Join", "SELECT count(*) FROM orders JOIN jobs ON jobs.status = orders.status || " + AppStatus,
        "enable_mergejoin=off enable_nestloop=off")]
    [InlineData("Merge Join", "SELECT count(*) FROM orders JOIN jobs ON jobs.status = orders.status || " + AppStatus,
        "enable_hashjoin=off enable_nestloop=off")]
    [InlineData("Nested Loop", "SELECT count(*) FROM orders JOIN jobs ON jobs.status > orders.status || " + AppStatus)]
    public async Task A_condition_on_a_setting_is_not_known(string node, string sql, string settings = "")
    {
        var (root, answer) = await EstimateAsync(sql, settings);
        Assert.Contains(root.All(), n => n.Type == node);
        Assert.Contains("current_setting()", answer.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_in_the_result_changes_no_number_of_rows()
        => Assert.Null((await EstimateAsync($"SELECT count(*), {AppStatus} FROM orders")).Answer.WhyNot);

    private const string AppStatus = "current_setting('app.status', true)";
    private const string NestedLoops = "enable_hashjoin=off enable_mergejoin=off enable_memoize=off";
    private const string IndexScans = "enable_seqscan=off enable_bitmapscan=off";
    private const string BitmapScans = "enable_seqscan=off enable_indexscan=off";

    private async Task<(PlannedNode Root, PlanAnswer Answer)> EstimateAsync(string sql, string settings = "")
    {
        await using var connection = await OpenAsync(settings);
        await using var transaction = await Explainer.BeginAsync(connection);
        var catalog = await Catalog.ReadAsync(transaction);
        var answer = await Explainer.EstimateAsync(transaction, new(sql, CommandType.Text, []), catalog);
        await using var explain = new NpgsqlCommand(
            $"EXPLAIN (VERBOSE, FORMAT JSON) {sql}", connection);
        return (PlannedNode.Read((string)(await explain.ExecuteScalarAsync(Cancel))!), answer);
    }

    private async Task<NpgsqlConnection> OpenAsync(string settings)
    {
        var options = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => $"-c {setting}");
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(db.ConnectionString)
        {
            Options = string.Join(" ", options),
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync(Cancel);
        return connection;
    }

    public sealed class Tables(Cluster cluster) : IAsyncLifetime
    {
        private readonly TestDatabase _db = new(cluster);

        public string ConnectionString => _db.ConnectionString;

        public async ValueTask InitializeAsync()
        {
            await _db.InitializeAsync();
            await using var schema = _db.Source.CreateCommand(Schema);
            await schema.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => _db.DisposeAsync();
    }
}
