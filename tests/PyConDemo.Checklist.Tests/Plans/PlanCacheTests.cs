using System.Data;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Sql;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Plans;

public sealed class PlanCacheTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private readonly FakeTimeProvider _time = new();
    private readonly MonitoringConnections _connections = Connect(db.ConnectionString);
    private PlanCache? _plans;

    private PlanCache Plans => _plans ??= new(new(_time), maxShapes: 3);

    private static MonitoringConnections Connect(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        return new(builder.ConnectionStringBuilder, builder.Build);
    }

    [Fact]
    public async Task A_database_that_was_out_of_reach_is_asked_again_after_five_seconds()
    {
        var connections = Connect("Host=127.0.0.1;Port=1;Username=nobody");
        var answer = await ExplainAsync(Shape("SELECT 1", connections));
        Assert.Contains("could not connect", answer.WhyNot, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Same(PlanAnswer.NotYet, Plans.Find(Shape("SELECT 1", connections)));
    }

    [Fact]
    public async Task A_table_may_grow()
    {
        await ExecuteAsync("CREATE TABLE growing AS SELECT n FROM generate_series(1, 5) n; ANALYZE growing");
        var shape = Shape("SELECT count(*) FROM growing WHERE n % 10 = 1");
        Assert.InRange((await ExplainAsync(shape)).Estimate!.AggregatedRows, 1, 10);

        await ExecuteAsync("INSERT INTO growing SELECT n FROM generate_series(6, 300000) n");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.InRange((await ExplainAsync(shape)).Estimate!.AggregatedRows, 1, 10);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(PlanAnswer.NotYet, Plans.Find(shape));
        // Even before the next ANALYZE. PostgreSQL updates the statistics about a table's use after a moment.
        await TestApp.WaitUntilAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            return (await ExplainAsync(shape)).Estimate!.AggregatedRows > 200_000;
        });
        Assert.InRange(Plans.Find(shape).Estimate!.AggregatedRows, 290_000, 310_000);
    }

    [Fact]
    public async Task A_statement_that_takes_ten_times_as_long_is_explained_again()
    {
        await ExecuteAsync("CREATE TABLE slower AS SELECT n FROM generate_series(1, 5) n; ANALYZE slower");
        const string Sql = "SELECT count(*) FROM slower";
        await ExplainAsync(Shape(Sql, took: 20));
        await ExecuteAsync("INSERT INTO slower SELECT n FROM generate_series(1, 100000) n; ANALYZE slower");

        Assert.Equal(5, (await ExplainAsync(Shape(Sql, took: 199))).Estimate!.AggregatedRows);
        Assert.Equal(100_005, (await ExplainAsync(Shape(Sql, took: 200))).Estimate!.AggregatedRows);
    }

    [Fact]
    public async Task Each_value_has_a_plan_of_its_own()
    {
        Assert.InRange((await ExplainAsync(Status("rare"))).Estimate!.AggregatedRows, 1, 100);
        Assert.Same(PlanAnswer.NotYet, Plans.Find(Status("paid")));
        Assert.InRange((await ExplainAsync(Status("paid"))).Estimate!.AggregatedRows, 25_000, 35_000);
        Assert.InRange(Plans.Find(Status("rare")).Estimate!.AggregatedRows, 1, 100);
    }

    [Fact]
    public async Task With_more_than_eight_values_the_worst_plan_counts()
    {
        await ExplainAsync(Status("paid"));
        for (var n = 1; n <= 7; n++) await ExplainAsync(Status($"none {n}"));
        Assert.InRange((await ExplainAsync(Status("none 8"))).Estimate!.AggregatedRows, 25_000, 35_000);
        Assert.InRange(Plans.Find(Status("none 7")).Estimate!.AggregatedRows, 0, 100);

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.InRange((await ExplainAsync(Status("none 8"))).Estimate!.AggregatedRows, 0, 100);
    }

    [Fact]
    public async Task The_ninth_value_replaces_the_quickest_if_it_takes_twice_as_long()
    {
        for (var n = 1; n <= 8; n++) await ExplainAsync(Status($"none {n}", took: 10 + n));
        Assert.InRange((await ExplainAsync(Status("paid", took: 21))).Estimate!.AggregatedRows, 0, 100);
        Assert.Same(PlanAnswer.NotYet, Plans.Find(Status("paid", took: 22)));
        Assert.InRange((await ExplainAsync(Status("paid", took: 22))).Estimate!.AggregatedRows, 25_000, 35_000);
        Assert.InRange(Plans.Find(Status("none 2", took: 12)).Estimate!.AggregatedRows, 0, 100);
    }

    [Fact]
    public async Task A_shape_asks_a_limited_number_of_times_per_minute()
    {
        var asked = 0;
        var plans = new ShapePlans(_time);
        for (var n = 0; n < 100; n++) await AskAsync(n);
        Assert.Equal(32, asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(100);
        Assert.Equal(33, asked);

        // Each takes longer than the one before, but not ten times as long.
        Task AskAsync(int n) => plans.ExplainAsync(n, TimeSpan.FromMilliseconds(0.001 * Math.Pow(1.11, n)), () =>
        {
            asked++;
            return Task.FromResult(PlanAnswer.Nothing);
        });
    }

    [Fact]
    public async Task A_list_is_compared_by_its_items()
    {
        await ExplainAsync(List("rare", "other"));
        Assert.NotNull(Plans.Find(List("rare", "other")).Estimate);
        Assert.Same(PlanAnswer.NotYet, Plans.Find(List("rare", "paid")));
    }

    [Fact]
    public async Task A_shape_beyond_the_limit_gets_its_plan_when_others_are_old()
    {
        for (var n = 0; n < 3; n++) await Plans.ExplainAsync([Shape($"SELECT count(*) FROM orders AS o{n}")]);
        var next = Shape("SELECT count(*) FROM orders AS next");
        Assert.Contains("More than 3 different", (await ExplainAsync(next)).WhyNot, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull((await ExplainAsync(next)).Estimate);
    }

    [Fact]
    public async Task A_new_view_is_known_after_a_minute()
    {
        var shape = Shape("SELECT * FROM later_a_view");
        Assert.Same(PlanAnswer.Nothing, await ExplainAsync(shape));
        await ExecuteAsync("CREATE VIEW later_a_view AS SELECT count(*) FROM orders");
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Same(PlanAnswer.NotYet, Plans.Find(shape));
        Assert.InRange((await ExplainAsync(shape)).Estimate!.AggregatedRows, 25_000, 35_000);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM not_there", "relation \"not_there\" does not exist")]
    [InlineData("SELECT count(*) FROM orders WHERE id = 'a secret'", "error 22P02")]
    [InlineData("WITH gone AS (DELETE FROM jobs RETURNING id) SELECT count(*) FROM gone", "writes")]
    // EXPLAIN would apply to the first one only, and the second one would run.
    [InlineData("SELECT count(*) FROM orders; SELECT pg_sleep(0)", "Several statements")]
    [InlineData("SELECT count(*) FROM orders; SET default_transaction_read_only = off", "Several statements")]
    [InlineData("EXECUTE prepared_count", "EXECUTE")]
    public async Task A_statement_without_a_plan_has_a_reason(string sql, string whyNot)
    {
        var answer = await ExplainAsync(Shape(sql));
        Assert.Null(answer.Estimate);
        Assert.Contains(whyNot, answer.WhyNot, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_were_not_kept_are_the_reason()
    {
        var shape = Shape("SELECT count(*) FROM orders WHERE status = $1");
        shape.Sample = shape.Sample! with { Parameters = null };
        Assert.Contains("too large", Plans.Find(shape).WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_data_source_it_says_what_to_call() => Assert.Contains(
        "UseServerHealthChecklist()",
        Plans.Find(new(SqlShape.Get("SELECT * FROM orders"))).WhyNot,
        StringComparison.Ordinal);

    private async Task<PlanAnswer> ExplainAsync(StatementShape shape)
    {
        await Plans.ExplainAsync([shape]);
        return Plans.Find(shape);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = db.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private StatementShape Status(string status, int took = 1) => Shape(
        "SELECT count(*) FROM orders WHERE status = $1", took: took, parameters: new NpgsqlParameter { Value = status });

    private StatementShape List(params string[] statuses)
        => Shape(
            "SELECT count(*) FROM orders WHERE status = ANY($1)", parameters: new NpgsqlParameter { Value = statuses });

    /// <param name="took">Milliseconds.</param>
    private StatementShape Shape(
        string sql, MonitoringConnections? connections = null, int took = 1, params NpgsqlParameter[] parameters)
        => new(SqlShape.Get(sql))
        {
            Count = 1,
            Time = TimeSpan.FromMilliseconds(took),
            Sample = new(sql, CommandType.Text, parameters) { Connections = connections ?? _connections },
        };
}
