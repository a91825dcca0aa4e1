using System.Data;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Sql;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Plans;

public sealed class PlanCacheTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_database_that_was_out_of_reach_is_asked_again()
    {
        using var book = new PlanCache();
        var unreachable = Shape("SELECT count(*) FROM orders", "Host=127.0.0.1;Port=1;Username=nobody");
        await book.ExplainAsync([unreachable]);
        Assert.Null(book.Find(unreachable));

        var shape = Shape("SELECT count(*) FROM orders", db.ConnectionString);
        await book.ExplainAsync([shape]);
        Assert.InRange(book.Find(shape)!.AggregatedRows, 25_000, 35_000);
    }

    [Fact]
    public async Task What_it_cannot_explain_is_not_asked_again()
    {
        using var book = new PlanCache();
        var shape = Shape("SELECT count(*) FROM not_there_yet", db.ConnectionString);
        await book.ExplainAsync([shape]);
        await using var create = db.Source.CreateCommand("CREATE TABLE not_there_yet (id int)");
        await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await book.ExplainAsync([shape]);
        Assert.Null(book.Find(shape));
    }

    [Fact]
    public async Task A_shape_is_explained_once()
    {
        await Execute("CREATE TABLE counted AS SELECT n FROM generate_series(1, 20000) n; ANALYZE counted");
        using var book = new PlanCache();
        var shape = Shape("SELECT count(*) FROM counted", db.ConnectionString);
        await book.ExplainAsync([shape]);
        await Execute("TRUNCATE counted; ANALYZE counted");
        await book.ExplainAsync([shape]);
        Assert.Equal(20_000, book.Find(shape)!.AggregatedRows);
    }

    [Fact]
    public async Task What_writes_is_never_explained()
    {
        using var book = new PlanCache();
        var shape = Shape(
            "WITH gone AS (DELETE FROM jobs RETURNING id) SELECT count(*) FROM gone", db.ConnectionString);
        await book.ExplainAsync([shape]);
        Assert.Null(book.Find(shape));
    }

    // EXPLAIN would apply to the first one only, and the second one would run.
    [Theory]
    [InlineData("SELECT count(*) FROM orders; SELECT pg_sleep(0)")]
    [InlineData("SELECT count(*) FROM orders; SET default_transaction_read_only = off")]
    public async Task Several_statements_are_never_explained(string sql)
    {
        using var book = new PlanCache();
        var shape = Shape(sql, db.ConnectionString);
        await book.ExplainAsync([shape]);
        Assert.Null(book.Find(shape));
    }

    private async Task Execute(string sql)
    {
        await using var command = db.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static StatementShape Shape(string sql, string connectionString) => new(SqlShape.Get(sql))
    {
        Sample = new(sql, CommandType.Text, []) { Connections = new MonitoringConnections(connectionString) },
    };
}
