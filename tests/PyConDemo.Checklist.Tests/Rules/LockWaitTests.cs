using Dapper;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>A request waits for a lock, or holds one while it does something else.</summary>
public sealed class LockWaitTests(TestDatabase db) : RuleTests(db, HealthRules.RowLocking)
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(400);

    [Theory]
    [InlineData("SELECT id FROM jobs WHERE id = 1 FOR UPDATE", "UPDATE jobs SET status = status WHERE id = 1", "row")]
    [InlineData("LOCK TABLE authors", "UPDATE authors SET name = name WHERE id = 1", "table")]
    public async Task Found_with_the_request_that_holds_the_lock(string hold, string wait, string kind)
    {
        var finding = (await RaceAsync(hold, wait)).Results.Single(IsRowLocking).Finding;
        Assert.NotNull(finding);
        Assert.InRange(finding.Amount, 250, 60_000);
        Assert.Matches($@"the lock of a {kind} that GET /holder \([0-9a-f]{{32}}\) held\.$", finding.What);
        Assert.Equal(wait.Replace("= 1", "= ?", StringComparison.Ordinal), finding.Statement);
        Assert.NotNull(finding.Source);
    }

    [Fact]
    public async Task Not_found_when_waiting_for_an_advisory_lock()
    {
        var waiter = await RaceAsync("SELECT pg_advisory_lock(7)", "SELECT pg_advisory_xact_lock(7)");
        Assert.Null(waiter.Results.Single(IsRowLocking).Finding);
        Assert.InRange(waiter.Vitals.AdvisoryWaitTime, Long, TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, waiter.Vitals.LockWaitTime);
        var observation = Assert.Single(waiter.Observations);
        Assert.Equal((ObservationKinds.AdvisoryWait, "ms"), (observation.Kind, observation.Unit));
        Assert.Equal(waiter.Vitals.AdvisoryWaitTime.TotalMilliseconds, observation.Amount);
        Assert.Matches(@"for an advisory lock that GET /holder \([0-9a-f]{32}\) held\.$", observation.What);
        Assert.Equal("SELECT pg_advisory_xact_lock(?)", observation.Statement);
    }

    [Fact]
    public async Task Found_for_a_lock_that_is_held_between_two_statements()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await connection.ExecuteAsync("UPDATE jobs SET status = 'sending' WHERE id = 2", transaction: transaction);
            await Task.Delay(Long, c.Cancel);
            await connection.ExecuteAsync("UPDATE jobs SET status = 'sent' WHERE id = 2", transaction: transaction);
            await transaction.CommitAsync(c.Cancel);
        }));
        Assert.InRange(finding.Amount, 390, 60_000);
        Assert.Contains("while the program did other things", finding.What, StringComparison.Ordinal);
        Assert.Equal("UPDATE jobs SET status = ? WHERE id = ?", finding.Statement);
    }

    [Theory]
    [InlineData("UPDATE jobs SET status = 'sent' WHERE id = 2")]
    [InlineData("SELECT id FROM jobs WHERE id = 2 FOR UPDATE")]
    [InlineData("SELECT locked_job(2)")] // the text shows no lock, PostgreSQL's sessions do
    public async Task Found_for_a_lock_that_is_held_until_the_commit(string sql)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await connection.ExecuteAsync(sql, transaction: transaction);
            await Looks.WaitAsync(Db, after: Long);
            await transaction.CommitAsync(c.Cancel);
        }));
        Assert.InRange(finding.Amount, 390, 60_000);
    }

    [Theory]
    [InlineData("SELECT id FROM jobs WHERE id = 3")]
    [InlineData("UPDATE jobs SET status = 'sent' WHERE id = -1")]
    public Task Healthy_for_a_transaction_that_locks_nothing(string sql) => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
        await connection.ExecuteAsync(sql, transaction: transaction);
        await Looks.WaitAsync(Db, after: Long);
        await transaction.CommitAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_for_other_work_after_the_commit() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        await using (var transaction = await connection.BeginTransactionAsync(c.Cancel))
        {
            await connection.ExecuteAsync("UPDATE jobs SET status = 'x' WHERE id = 4", transaction: transaction);
            await transaction.CommitAsync(c.Cancel);
        }
        await Looks.WaitAsync(Db, after: Long); // a look shows that the transaction is over
    }));

    [Fact]
    public Task Healthy_for_a_slow_statement_that_waits_for_nothing() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        for (var i = 0; i < 3; i++) await connection.ExecuteAsync("SELECT pg_sleep(1.1)");
    })
    {
        // Without looks, 3.3 seconds could contain such a wait. On a busy machine, the looks may be a second apart.
        Options = o => o.Rules.RowLocking = new() { Wait = TimeSpan.FromSeconds(3) },
    });

    // One request holds a lock, and another one waits for it for at least 400 ms. Returns the latter.
    private async Task<MeasuredRequest> RaceAsync(string hold, string wait)
    {
        var (locked, waited) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await TestApp.Start(web =>
        {
            web.MapGet("/holder", async () =>
            {
                await using var connection = await Db.Source.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await connection.ExecuteAsync(hold);
                locked.SetResult();
                await waited.Task;
                await connection.ExecuteAsync("SELECT pg_advisory_unlock_all()");
            });
            web.MapGet("/waiter", async () =>
            {
                await using var connection = await Db.Source.OpenConnectionAsync();
                await connection.ExecuteAsync(wait);
            });
        }, o => o.Always = true);
        var holder = app.Client.GetAsync("/holder", TestContext.Current.CancellationToken);
        await locked.Task;
        var waiter = app.Client.GetAsync("/waiter", TestContext.Current.CancellationToken);
        await WaiterWaits();
        await Looks.WaitAsync(Db, after: Long);
        waited.SetResult();
        await Task.WhenAll(holder, waiter);
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Any(r => r.Route == "/waiter"));
        return app.Checklist.Requests.Single(r => r.Route == "/waiter");
    }

    private async Task WaiterWaits()
    {
        await using var plain = NpgsqlDataSource.Create(Db.ConnectionString);
        await TestApp.WaitUntilAsync(async () =>
        {
            await using var command = plain.CreateCommand("""
                SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE NOT granted AND waitstart IS NOT NULL AND datname = current_database()
                """);
            return (long)(await command.ExecuteScalarAsync())! > 0;
        });
    }

    private static bool IsRowLocking(RuleResult result) => result.Rule == HealthRules.RowLocking;
}
