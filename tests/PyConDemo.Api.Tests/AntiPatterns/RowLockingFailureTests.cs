using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>No job is lost when workers die, when jobs fail, or when two orders of locking deadlock.</summary>
public sealed class RowLockingFailureTests(Cluster cluster) : IAsyncLifetime
{
    private const string ExpireLeases = "UPDATE jobs SET lease_until = now() - interval '1 s' WHERE status = 'claimed'";

    private RowLockingApp _queue = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _queue = await RowLockingApp.StartAsync(cluster);

    public async ValueTask DisposeAsync() => await _queue.DisposeAsync();

    [Fact]
    public async Task The_jobs_of_a_claimer_that_went_away_come_back_when_its_lease_ends()
    {
        await _queue.ResetAsync(100);
        _queue.Work.Hold();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var claim = _queue.ClaimAsync("leased", cancellationToken: leave.Token);
        await BegunAsync(1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => claim);

        Assert.Equal(50, await _queue.CountAsync("status = 'claimed'"));
        await _queue.ExecuteAsync(ExpireLeases);
        await RowLockingApp.UntilAsync(
            async () => await _queue.CountAsync("status = 'pending'") == 100, "all are pending again");

        _queue.Work.LetGo();
        Assert.Equal(100, (await _queue.ClaimAsync("leased", batch: 100)).Jobs.Count(job => job.Status == "done"));
        Assert.Equal(50, await _queue.CountAsync("attempts = 2"));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
    public async Task The_jobs_of_a_killed_transaction_are_pending_at_once(string lane)
    {
        await _queue.ResetAsync(100);
        _queue.Work.Hold();
        var claim = _queue.Client.PostAsync(RowLockingApp.PathOf(lane), null, Cancel);
        await BegunAsync(1);
        await _queue.ExecuteAsync("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction'
            """);
        _queue.Work.LetGo();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await claim).StatusCode);
        Assert.Equal(100, await _queue.CountAsync("status = 'pending' AND attempts = 0"));
        Assert.Equal(100, (await _queue.ClaimAsync(lane, batch: 100)).Jobs.Count(job => job.Status == "done"));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
    public async Task The_jobs_of_a_client_that_went_away_are_pending_at_once(string lane)
    {
        await _queue.ResetAsync(100);
        _queue.Work.Hold();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var claim = _queue.ClaimAsync(lane, cancellationToken: leave.Token);
        await BegunAsync(1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => claim);
        _queue.Work.LetGo();

        await RowLockingApp.UntilAsync(async () => await _queue.RowLocksAsync() == 0, "the transaction is rolled back");
        Assert.Equal(100, await _queue.CountAsync("status = 'pending' AND attempts = 0"));
    }

    [Fact]
    public async Task A_worker_slower_than_its_lease_records_nothing_over_the_next_one()
    {
        await _queue.ResetAsync(50);
        _queue.Work.Hold();
        var slow = _queue.ClaimAsync("leased");
        await BegunAsync(1);
        await _queue.ExecuteAsync(ExpireLeases);
        await RowLockingApp.UntilAsync(
            async () => await _queue.CountAsync("status = 'pending'") == 50, "all are pending again");
        var next = _queue.ClaimAsync("leased");
        await BegunAsync(2);
        Assert.Equal(50, await _queue.CountAsync("status = 'claimed'"));

        _queue.Work.Poison[1] = true; // job 1 fails in every claim, and every response must say so
        _queue.Work.LetGo();

        Assert.All((await slow).Jobs, job => Assert.Equal("lost", job.Status));
        Assert.Equal(49, (await next).Jobs.Count(job => job.Status == "done"));
        Assert.Equal(50, await _queue.CountAsync("attempts = 2"));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
    [InlineData("leased")]
    public async Task A_poison_job_ends_as_failed_and_holds_up_no_other(string lane)
    {
        await _queue.ResetAsync(100);
        _queue.Work.Poison[3] = true;

        var statuses = new List<string>();
        while (await _queue.ClaimAsync(lane, batch: 10) is { Jobs.Count: > 0 } claim)
        {
            statuses.AddRange(claim.Jobs.Where(job => job.Id == 3).Select(job => job.Status));
        }

        Assert.Equal(["pending", "pending", "failed"], statuses);
        Assert.Equal(99, await _queue.CountAsync("status = 'done'"));
        Assert.Equal(1, await _queue.CountAsync(
            "status = 'failed' AND attempts = 3 AND last_error = 'This job is poison.' AND finished_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_job_that_kills_its_worker_ends_as_failed_too()
    {
        await _queue.ResetAsync(10);
        await _queue.ExecuteAsync("""
            UPDATE jobs
            SET status = 'claimed', claimed_by = 'a dead worker', attempts = id - 1,
                lease_until = now() - interval '1 s'
            WHERE id <= 3
            """);

        await RowLockingApp.UntilAsync(
            async () => await _queue.CountAsync("status = 'claimed'") == 0, "all are rescued");

        Assert.Equal(9, await _queue.CountAsync("status = 'pending'"));
        Assert.Equal(1, await _queue.CountAsync(
            "id = 3 AND status = 'failed' AND attempts = 3 AND last_error LIKE '%a dead worker%'"));
    }

    [Fact]
    public async Task The_rescue_outlives_its_connections()
    {
        await _queue.ResetAsync(10);
        for (var round = 0; round < 5; round++)
        {
            await _queue.ExecuteAsync("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'PyConDemo' AND pid <> pg_backend_pid()
                """);
        }

        await _queue.ExecuteAsync(
            "UPDATE jobs SET status = 'claimed', claimed_by = 'a dead worker', lease_until = now() - interval '1 s'");
        await RowLockingApp.UntilAsync(
            async () => await _queue.CountAsync("status = 'pending'") == 10, "all are rescued");
    }

    [Fact]
    public async Task Two_lock_orders_deadlock()
    {
        await _queue.ResetAsync(10);
        using var bothHoldTheFirst = new Barrier(2);

        var outcomes = await Task.WhenAll(LockAsync(1, 2), LockAsync(2, 1));

        // PostgreSQL ends one transaction, and the other one gets both rows.
        Assert.Equal([PostgresErrorCodes.DeadlockDetected, null], outcomes.OrderDescending());
        Assert.Equal(2, await _queue.CountAsync("attempts = 1"));

        async Task<string?> LockAsync(long first, long second)
        {
            await using var connection = await _queue.ConnectAsync();
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await TouchAsync(connection, first);
            await Task.Run(() => bothHoldTheFirst.SignalAndWait(Cancel), Cancel);
            try
            {
                await TouchAsync(connection, second);
                await transaction.CommitAsync(Cancel);
                return null;
            }
            catch (PostgresException victim)
            {
                return victim.SqlState;
            }
        }
    }

    [Fact]
    public async Task One_lock_order_only_queues_up()
    {
        await _queue.ResetAsync(10);
        await using var first = await _queue.ConnectAsync();
        await using var held = await first.BeginTransactionAsync(Cancel);
        await TouchAsync(first, 1);

        var second = TouchBothAsync();
        await RowLockingApp.UntilAsync(async () => await _queue.WaitersAsync() == 1, "the second one waits for row 1");
        await TouchAsync(first, 2);
        await held.CommitAsync(Cancel);
        await second;

        Assert.Equal(2, await _queue.CountAsync("attempts = 2"));

        async Task TouchBothAsync()
        {
            await using var connection = await _queue.ConnectAsync();
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await TouchAsync(connection, 1);
            await TouchAsync(connection, 2);
            await transaction.CommitAsync(Cancel);
        }
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
    [InlineData("leased")]
    public async Task The_victim_of_a_deadlock_answers_503_with_Retry_After_and_loses_no_job(string lane)
    {
        await _queue.ResetAsync(100);
        // PostgreSQL looks for a cycle one second after a wait began. Our session never looks, so the lane becomes the
        // victim. A third session keeps the lane from row 50 until we wait for row 1. So the cycle is complete when the
        // lane waits, however busy the machine is.
        await using var connection = await _queue.ConnectAsync();
        await connection.ExecuteAsync("SET deadlock_timeout = '1h'", Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var third = await _queue.ConnectAsync();
        await using var held = await third.BeginTransactionAsync(Cancel);

        // Good skips locked rows, so it never waits for one. Here a trigger makes it wait, as an application may have
        // one. It updates a shared row, one for each job, in the order of the jobs.
        await _queue.ExecuteAsync("""
            CREATE TABLE totals AS SELECT id, 0 AS changes FROM jobs;
            CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN UPDATE totals SET changes = changes + 1 WHERE id = NEW.id; RETURN NEW; END';
            CREATE TRIGGER count_changes BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION count_change();
            """);
        await ChangeTotalAsync(connection, 50);
        await ChangeTotalAsync(third, 49);
        var claim = _queue.Client.PostAsync(RowLockingApp.PathOf(lane), null, Cancel);
        await RowLockingApp.UntilAsync(
            async () => await _queue.WaitersAsync() == 1, "the lane has changed totals and waits for 49");
        var change = ChangeTotalAsync(connection, 1);
        await RowLockingApp.UntilAsync(async () => await _queue.WaitersAsync() == 2, "we wait for 1");
        await held.RollbackAsync(Cancel);
        await change;
        await transaction.CommitAsync(Cancel);

        using var response = await claim;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("deadlock", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(100, await _queue.CountAsync("status = 'pending'"));
        Assert.Equal(50, (await _queue.ClaimAsync(lane)).Jobs.Count(job => job.Status == "done"));
    }

    private static Task ChangeTotalAsync(NpgsqlConnection connection, long id)
        => connection.ExecuteAsync($"UPDATE totals SET changes = changes + 1 WHERE id = {id}", Cancel);

    private static Task TouchAsync(NpgsqlConnection connection, long id)
        => connection.ExecuteAsync($"UPDATE jobs SET attempts = attempts + 1 WHERE id = {id}", Cancel);

    private Task BegunAsync(int claims)
        => RowLockingApp.UntilAsync(() => Task.FromResult(_queue.Work.Begun.Count >= claims), $"{claims} begun");
}
