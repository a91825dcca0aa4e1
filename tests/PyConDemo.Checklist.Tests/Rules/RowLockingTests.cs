using Dapper;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class RowLockingTests(TestDatabase db) : RuleTests(db, HealthRules.RowLocking)
{
    [Theory]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE", 3_000)]
    [InlineData("SELECT * FROM jobs WHERE id <= 500 ORDER BY id FOR NO KEY UPDATE", 500)]
    [InlineData("SELECT * FROM jobs FOR SHARE OF jobs", 3_000)]
    public async Task Found_for(string sql, int rows)
    {
        var finding = await ExpectFinding(new(c => c.Read(sql)));
        Assert.Equal((rows, "rows"), (finding.Amount, finding.Unit));
    }

    [Theory]
    [InlineData("WITH mine AS MATERIALIZED (SELECT id FROM jobs WHERE status = 'pending' FOR UPDATE) "
        + "SELECT count(*) FROM mine")]
    [InlineData("SELECT * FROM (SELECT id FROM jobs WHERE status = 'pending' FOR UPDATE) mine LIMIT 50")]
    public async Task Found_by_the_plan_where_the_rows_do_not_come_out(string sql)
        // The plan's number is an estimate, and other tests change the table.
        => Assert.InRange((await ExpectFinding(new(c => c.Read(sql)))).Amount, 1_000, 10_000);

    [Theory]
    [InlineData("UPDATE jobs SET status = 'pending' WHERE id <= 2000")]
    [InlineData("DELETE FROM jobs USING authors WHERE jobs.id <= 2000 AND authors.id = 1")]
    public async Task Found_for_a_change(string sql)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await connection.ExecuteAsync(sql, transaction: transaction);
            await transaction.RollbackAsync(c.Cancel);
        }));
        Assert.Equal(2_000, finding.Amount);
    }

    [Theory]
    [InlineData("SELECT * FROM jobs WHERE id = 1 FOR UPDATE")]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE SKIP LOCKED")]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE NOWAIT")]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' ORDER BY id LIMIT 50 FOR UPDATE")]
    [InlineData("SELECT * FROM jobs, (SELECT 'FOR UPDATE') quoted")]
    [InlineData("UPDATE jobs SET status = 'pending' WHERE id <= 50")]
    [InlineData("WITH mine AS MATERIALIZED (SELECT id FROM jobs ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED) "
        + "UPDATE jobs SET status = 'pending' FROM mine WHERE jobs.id = mine.id RETURNING jobs.id")]
    public Task Healthy_for(string sql) => ExpectHealthy(new(c => c.Read(sql)));

    [Theory]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE")]
    [InlineData("UPDATE jobs SET status = 'pending' WHERE id <= 2000")]
    public Task Not_seen_without_rows(string sql) => ExpectNotSeen(sql);

    [Fact]
    public Task Healthy_for_a_bulk_insert() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        await connection.ExecuteAsync(
            "CREATE TEMP TABLE imported AS SELECT n FROM generate_series(1, 5000) n; "
            + "INSERT INTO imported SELECT n FROM imported");
    }));

    [Fact]
    public async Task Healthy_for_a_bulk_change_that_says_why()
    {
        var result = await EvaluateAsync(new(c => c.Read("UPDATE jobs SET status = 'pending' WHERE id <= 2000"))
        {
            Options = o => o.Suppress("/case", HealthRules.RowLocking, "the nightly import, alone on the table"),
        });
        Assert.Equal((HealthState.Suppressed, "the nightly import, alone on the table"), (result.State, result.Note));
    }

    [Fact]
    public async Task Found_when_waiting_with_the_request_that_holds_the_lock()
    {
        var (locked, waited) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await TestApp.Start(web =>
        {
            web.MapGet("/holder", async () =>
            {
                await using var connection = await Db.Source.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await connection.ExecuteAsync("SELECT id FROM jobs WHERE id = 1 FOR UPDATE");
                locked.SetResult();
                await waited.Task;
            });
            web.MapGet("/waiter", async () =>
            {
                await using var connection = await Db.Source.OpenConnectionAsync();
                await connection.ExecuteAsync("UPDATE jobs SET status = status WHERE id = 1");
            });
        }, o => o.Always = true);
        var holder = app.Client.GetAsync("/holder", TestContext.Current.CancellationToken);
        await locked.Task;
        var waiter = app.Client.GetAsync("/waiter", TestContext.Current.CancellationToken);
        await WaitIsSeen();
        waited.SetResult();
        await Task.WhenAll(holder, waiter);

        Finding? finding = null;
        await TestApp.WaitUntilAsync(() => (finding = FindingOf(app, "/waiter")) is not null);
        Assert.NotNull(finding);
        Assert.InRange(finding.Amount, 250, 60_000);
        Assert.Matches(@"that GET /holder \([0-9a-f]{32}\) held\.$", finding.What);
        Assert.Equal("UPDATE jobs SET status = status WHERE id = ?", finding.Statement);
    }

    private static Finding? FindingOf(TestApp app, string route) => app.Checklist.Routes
        .SingleOrDefault(r => r.Route == route)?.Rules.Single(r => r.Rule == HealthRules.RowLocking).Finding;

    // Waits until the session monitor has recorded a lock wait that is longer than the rule's threshold. That is
    // certain when it starts its next query. A query is over when its session is idle; while it runs, query_start
    // changes with each of its messages.
    private async Task WaitIsSeen()
    {
        await using var plain = NpgsqlDataSource.Create(Db.ConnectionString);
        DateTime? over = null;
        await TestApp.WaitUntilAsync(async () =>
        {
            await using var command = plain.CreateCommand("""
                SELECT max(watch.query_start) FILTER (WHERE watch.state = 'idle'), max(watch.query_start)
                FROM pg_locks l JOIN pg_stat_activity waiter USING (pid), pg_stat_activity watch
                WHERE NOT l.granted AND waiter.datname = current_database()
                  AND watch.datname = current_database() AND watch.application_name = 'Server Health Checklist'
                  AND watch.query LIKE '%pg_blocking_pids%' -- not an EXPLAIN, which has the same application name
                  AND watch.query_start > l.waitstart + interval '0.5 second'
                """);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            over ??= reader.IsDBNull(0) ? null : reader.GetDateTime(0);
            return !reader.IsDBNull(1) && reader.GetDateTime(1) > over;
        });
    }
}
