using System.Globalization;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class HotAggregationsTests(TestDatabase db) : RuleTests(db, HealthRules.HotAggregations), IAsyncLifetime
{
    private const int Enough = 5;
    private static readonly string[] Paid = ["paid"];

    // Two tests may create them at the same time, so each has names of its own.
    private readonly string _name = $"n{Guid.NewGuid():n}";

    public ValueTask InitializeAsync() => new(ExecuteAsync($"""
        CREATE VIEW {_name}_totals AS SELECT status, count(*) AS n FROM orders GROUP BY status;
        CREATE VIEW {_name}_plain AS SELECT id, status FROM orders;
        CREATE FUNCTION {_name}_hidden() RETURNS bigint LANGUAGE plpgsql STABLE
            AS 'BEGIN RETURN (SELECT count(*) FROM orders); END';
        CREATE FUNCTION {_name}_label(int) RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN RETURN $1 || '' EUR''; END';
        CREATE AGGREGATE {_name}_last(int) (SFUNC = int4larger, STYPE = int)
        """));

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("SELECT count(*) FROM orders")]
    [InlineData("SELECT \"count\"(*) FROM orders")]
    [InlineData("SELECT status, count(*) FROM orders GROUP BY status")]
    [InlineData("WITH sums AS MATERIALIZED (SELECT sum(amount) AS s FROM orders) SELECT s FROM sums")]
    [InlineData("SELECT id, (SELECT sum(amount) FROM orders) FROM authors LIMIT 1")]
    [InlineData("SELECT count(*) FROM orders WHERE amount = 7")] // few rows, but no index: all are read
    [InlineData("SELECT id, count(*) OVER () FROM orders ORDER BY id LIMIT 20")]
    [InlineData("SELECT id, rank() OVER (ORDER BY amount) FROM orders LIMIT 20")]
    [InlineData("SELECT regr_slope(amount, id) FROM orders")]
    [InlineData("SELECT DISTINCT ON (status) status, amount FROM orders ORDER BY status, amount")]
    [InlineData("SELECT status FROM orders UNION SELECT name FROM authors")]
    [InlineData("SELECT * FROM NAME_totals")]
    [InlineData("SELECT * FROM NAME_totals WHERE n > 5 LIMIT 1")]
    [InlineData("SELECT NAME_last(amount) FROM orders")]
    public async Task Found_for(string sql)
    {
        var finding = await ExpectFinding(Case(c => c.Read(Named(sql))));
        Assert.InRange(finding.Amount, 25_000, 35_000);
        Assert.Contains("on 5 of 5 requests", finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public Task Found_for_any_method(string method)
        => ExpectFinding(Case(c => c.Read("SELECT count(*) FROM orders")) with { Method = method });

    [Fact]
    public Task Found_where_the_request_also_writes() => ExpectFinding(Case(async c =>
    {
        await c.Read("UPDATE jobs SET status = status WHERE id = 1");
        await c.Read("SELECT count(*) FROM orders");
    }));

    [Fact]
    public Task Found_in_Dapper_with_parameters() => ExpectFinding(Case(async c =>
    {
        await using var connection = await c.Open();
        await connection.QuerySingleAsync<long>(
            "SELECT sum(amount) FROM orders WHERE status = @status", new { status = "paid" });
    }));

    [Fact]
    public Task Found_in_EF_Core() => ExpectFinding(Case(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        await blog.Database.SqlQuery<int>($"""SELECT amount AS "Value" FROM orders""").CountAsync(c.Cancel);
    }));

    [Fact]
    public Task Found_for_a_prepared_command_with_a_list() => ExpectFinding(Case(async c =>
    {
        await using var connection = await c.Open();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM orders WHERE status = ANY($1)", connection);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = Paid });
        await command.PrepareAsync(c.Cancel);
        await command.ExecuteScalarAsync(c.Cancel);
    }));

    [Fact]
    public Task Found_for_a_common_value_after_a_rare_one() => ExpectFinding(Case(c => c.Read(
        "SELECT count(*) FROM orders WHERE status = $1", c.Number == 1 ? "rare" : "paid")));

    [Fact]
    public Task Found_for_a_common_value_in_the_same_request() => ExpectFinding(Case(async c =>
    {
        await c.Read("SELECT count(*) FROM orders WHERE status = $1", "rare");
        await c.Read("SELECT count(*) FROM orders WHERE status = $1", "paid");
    }));

    [Fact]
    public Task Found_for_a_filter_that_every_fifth_request_uses() => ExpectFinding(Case(c => c.Read(
        "SELECT count(*) FROM orders WHERE " + (c.Number % 5 == 0 ? "amount = 7" : "id = 7"))) with
    { Requests = 20 });

    [Theory]
    [InlineData("SELECT count(*) FROM orders WHERE status = 'rare'")]
    [InlineData("SELECT count(*) FROM authors")]
    [InlineData("SELECT max(id) FROM orders")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM orders LIMIT 100) few")]
    [InlineData("SELECT id FROM orders ORDER BY id LIMIT 10")]
    [InlineData("SELECT EXISTS (SELECT 1 FROM orders WHERE amount = 7)")]
    [InlineData("SELECT * FROM NAME_plain WHERE id = 7")]
    [InlineData("SELECT NAME_label(id) FROM authors")]
    [InlineData("SELECT lower(name) FROM authors")]
    [InlineData("UPDATE jobs SET status = 'pending' WHERE id = 1 AND status IS DISTINCT FROM 'done'")]
    public Task Healthy_for(string sql) => ExpectHealthy(Case(c => c.Read(Named(sql))));

    [Fact]
    public Task Healthy_for_COPY() => ExpectHealthy(Case(async c =>
    {
        await using var connection = await c.Open();
        await using var copy = await connection.BeginTextExportAsync("COPY authors TO STDOUT", c.Cancel);
        await copy.ReadToEndAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_when_most_requests_are_served_from_a_cache() => ExpectHealthy(Case(
        c => c.Number % 10 == 1 ? c.Read("SELECT count(*) FROM orders") : Task.CompletedTask) with
    { Requests = 20 });

    [Fact]
    public async Task Not_seen_before_it_is_a_habit()
    {
        var result = await EvaluateAsync(new(c => c.Read("SELECT count(*) FROM orders")) { Requests = Enough - 1 });
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.StartsWith("Seen: 4 of 5 requests, 4 of them aggregated", result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public Task Found_at_once_if_the_settings_say_so() => ExpectFinding(new(c => c.Read("SELECT count(*) FROM orders"))
    {
        Options = o => o.Rules.HotAggregations = new() { Requests = 1 },
    });

    [Fact]
    public Task Not_seen_without_rows() => ExpectNotSeen("SELECT count(*) FROM orders");

    [Fact]
    public Task Not_seen_without_rows_even_if_it_looks_harmless() => ExpectNotSeen("SELECT * FROM orders WHERE id = 7");

    [Theory]
    [InlineData("SELECT NAME_hidden()", "The statements inside the function NAME_hidden() are not seen.")]
    [InlineData("DO 'BEGIN PERFORM count(*) FROM orders; END'", "The statements that CALL, DO or EXECUTE runs")]
    [InlineData(
        "WITH gone AS (DELETE FROM jobs WHERE id < 0 RETURNING id) SELECT count(*) FROM gone",
        "may aggregate and also writes")]
    [InlineData("SELECT count(*) FROM orders WHERE status = current_setting('app.status', true)", "current_setting()")]
    [InlineData("SELECT 1; SELECT count(*) FROM orders", "Several statements in one command")]
    [InlineData("COPY (SELECT count(*) FROM orders) TO STDOUT", "UseServerHealthChecklist")]
    public async Task Not_seen_for(string sql, string whyNot)
    {
        var result = await EvaluateAsync(Case(async c =>
        {
            await using var connection = await c.Open();
            if (!sql.StartsWith("COPY", StringComparison.Ordinal)) await c.Read(Named(sql));
            else await (await connection.BeginTextExportAsync(sql, c.Cancel)).ReadToEndAsync(c.Cancel);
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains(Named(whyNot), result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_seen_without_statistics_until_they_are_there()
    {
        await ExecuteAsync($"""
            CREATE TABLE {_name}_fresh (id int, kind text) WITH (autovacuum_enabled = off);
            CREATE INDEX ON {_name}_fresh (kind);
            INSERT INTO {_name}_fresh SELECT n, 'same' FROM generate_series(1, 20000) n
            """);
        var count = Case(c => c.Read(Named("SELECT count(id) FROM NAME_fresh WHERE kind = 'same'")));
        var result = await EvaluateAsync(count);
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.EndsWith($"Run ANALYZE public.{_name}_fresh.", result.Note, StringComparison.Ordinal);
        await ExpectFinding(Case(c => c.Read(Named("SELECT count(*) FROM NAME_fresh")))); // the pages tell this

        await ExecuteAsync($"ANALYZE {_name}_fresh");
        await ExpectFinding(count);
    }

    [Theory]
    [InlineData("SET search_path TO pg_catalog, public")]
    [InlineData("SET LOCAL search_path = public; SELECT 1")]
    [InlineData("SET ROLE pg_monitor", "SET LOCAL work_mem = '4MB'")]
    [InlineData("SELECT set_config('search_path', 'public', false)")]
    [InlineData("SET search_path TO public", "SET ROLE pg_monitor", "RESET ROLE")]
    public async Task Not_seen_after_the_session_was_changed(params string[] changes)
    {
        var result = await EvaluateAsync(CountAfter(changes));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.StartsWith("The program changed search_path or the role", result.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SET search_path TO public", "RESET ALL")]
    [InlineData("SET search_path TO public", "SET search_path TO DEFAULT")]
    [InlineData("SET work_mem = '4MB'")]
    public Task Found_in_a_session_that_means_the_same_tables(params string[] changes)
        => ExpectFinding(CountAfter(changes));

    [Theory]
    [InlineData("Search Path={0}")]
    [InlineData("Options=-c search_path={0}")]
    [InlineData("initializer")]
    public async Task Found_in_the_tables_that_the_data_source_means(string way)
    {
        await ExecuteAsync($"""
            CREATE SCHEMA {_name};
            CREATE TABLE {_name}.mine AS SELECT * FROM orders;
            ANALYZE {_name}.mine
            """);
        var setting = way == "initializer" ? "No Reset On Close=true" : string.Format(CultureInfo.InvariantCulture, way, _name);
        var builder = new NpgsqlDataSourceBuilder($"{Db.ConnectionString};{setting}");
        if (way == "initializer")
        {
            builder.UsePhysicalConnectionInitializer(
                c => c.Execute($"SET search_path TO {_name}"), c => c.ExecuteAsync($"SET search_path TO {_name}"));
        }
        await using var source = builder.UseServerHealthChecklist().Build();
        await ExpectFinding(Case(async c =>
        {
            await using var command = source.CreateCommand("SELECT count(*) FROM mine");
            await command.ExecuteScalarAsync(c.Cancel);
        }));
    }

    [Theory]
    [InlineData("SET LOCAL search_path TO public", true)]
    [InlineData("SELECT set_config('search_path', 'public', true)", true)]
    [InlineData("SET search_path TO public", false)]
    public async Task Found_after_the_transaction_that_changed_the_session(string change, bool ends)
    {
        var result = await EvaluateAsync(Case(async c =>
        {
            await using var connection = await c.Open();
            await using (var transaction = await connection.BeginTransactionAsync(c.Cancel))
            {
                await connection.ExecuteAsync(change);
                await connection.ExecuteScalarAsync("SELECT 1");
                await transaction.CommitAsync(c.Cancel);
            }
            await connection.ExecuteScalarAsync("SELECT count(*) FROM orders");
        }));
        Assert.Equal(ends ? HealthState.Unhealthy : HealthState.NotSeen, result.State);
    }

    private static RuleCase CountAfter(string[] changes) => Case(async c =>
    {
        await using var connection = await c.Open();
        await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
        foreach (var sql in changes) await connection.ExecuteAsync(sql);
        await connection.ExecuteScalarAsync("SELECT count(*) FROM generate_series(1, 50000)"); // any role may
    });

    [Fact]
    public async Task Not_seen_for_a_temporary_table()
    {
        var result = await EvaluateAsync(Case(async c =>
        {
            await using var connection = await c.Open();
            await connection.ExecuteAsync("CREATE TEMP TABLE IF NOT EXISTS mine AS SELECT * FROM orders");
            await connection.ExecuteScalarAsync("SELECT count(*) FROM mine");
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("A temporary table exists only in its own session.", result.Note, StringComparison.Ordinal);
    }

    private static RuleCase Case(Func<RuleContext, Task> handle) => new(handle) { Requests = Enough };

    private string Named(string text) => text.Replace("NAME", _name, StringComparison.Ordinal);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Db.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
