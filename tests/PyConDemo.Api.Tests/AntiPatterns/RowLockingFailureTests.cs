using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Api.AntiPatterns.RowLocking.Machinery;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>Workers that die, jobs that fail, locks in two orders: nothing is lost.</summary>
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
        var claim = _queue.ClaimAsync("good", cancel: leave.Token);
        await BegunAsync(1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => claim);

        Assert.Equal(50, await _queue.CountAsync("status = 'claimed'"));
        await _queue.ExecuteAsync(ExpireLeases);
        await RowLockingApp.UntilAsync(async () => await _queue.CountAsync("status = 'pending'") == 100, "all are pending again");

        _queue.Work.LetGo();
        Assert.Equal(100, (await _queue.ClaimAsync("good", batch: 100)).Jobs.Count(job => job.Status == "done"));
        Assert.Equal(50, await _queue.CountAsync("attempts = 2"));
    }

    [Fact]
    public async Task The_jobs_of_a_killed_transaction_are_pending_at_once()
    {
        await _queue.ResetAsync(100);
        _queue.Work.Hold();
        var claim = _queue.Client.PostAsync("/bad/jobs/claim", null, Cancel);
        await BegunAsync(1);
        await _queue.ExecuteAsync("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction'
            """);
        _queue.Work.LetGo();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await claim).StatusCode);
        Assert.Equal(100, await _queue.CountAsync("status = 'pending' AND attempts = 0"));
        Assert.Equal(100, (await _queue.ClaimAsync("bad", batch: 100)).Jobs.Count(job => job.Status == "done"));
    }

    [Fact]
    public async Task A_worker_slower_than_its_lease_records_nothing_over_the_next_one()
    {
        await _queue.ResetAsync(50);
        _queue.Work.Hold();
        var slow = _queue.ClaimAsync("good");
        await BegunAsync(1);
        await _queue.ExecuteAsync(ExpireLeases);
        await RowLockingApp.UntilAsync(async () => await _queue.CountAsync("status = 'pending'") == 50, "all are pending again");
        var next = _queue.ClaimAsync("good");
        await BegunAsync(2);
        Assert.Equal(50, await _queue.CountAsync("status = 'claimed'"));

        _queue.Work.Poison[1] = true; // whoever records 1, it has failed: no answer may say otherwise
        _queue.Work.LetGo();

        Assert.All((await slow).Jobs, job => Assert.Equal("lost", job.Status));
        Assert.Equal(49, (await next).Jobs.Count(job => job.Status == "done"));
        Assert.Equal(50, await _queue.CountAsync("attempts = 2"));
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
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
        Assert.Equal(1, await _queue.CountAsync("status = 'failed' AND attempts = 3 AND last_error = 'This job is poison.' AND finished_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_job_that_kills_its_worker_ends_as_failed_too()
    {
        await _queue.ResetAsync(10);
        await _queue.ExecuteAsync("""
            UPDATE jobs SET status = 'claimed', claimed_by = 'a dead worker', attempts = id - 1, lease_until = now() - interval '1 s'
            WHERE id <= 3
            """);

        await RowLockingApp.UntilAsync(async () => await _queue.CountAsync("status = 'claimed'") == 0, "all are rescued");

        Assert.Equal(9, await _queue.CountAsync("status = 'pending'"));
        Assert.Equal(1, await _queue.CountAsync("id = 3 AND status = 'failed' AND attempts = 3 AND last_error LIKE '%a dead worker%'"));
    }

    [Fact]
    public async Task The_rescue_outlives_its_connections()
    {
        await _queue.ResetAsync(10);
        for (var round = 0; round < 5; round++)
        {
            await _queue.ExecuteAsync("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'PyConDemo'
                """);
        }

        await _queue.ExecuteAsync("UPDATE jobs SET status = 'claimed', claimed_by = 'a dead worker', lease_until = now() - interval '1 s'");
        await RowLockingApp.UntilAsync(async () => await _queue.CountAsync("status = 'pending'") == 10, "all are rescued");
    }

    [Fact]
    public async Task Two_lock_orders_deadlock_and_the_victim_is_run_again()
    {
        await _queue.ResetAsync(10);
        using var bothHoldTheFirst = new Barrier(2);

        var retries = await Task.WhenAll(LockAsync(1, 2), LockAsync(2, 1));

        Assert.Equal(1, retries.Sum());
        Assert.Equal(2, await _queue.CountAsync("attempts = 2"));

        async Task<int> LockAsync(long first, long second)
        {
            await using var scope = _queue.App.Services.CreateAsyncScope();
            var retry = ActivatorUtilities.CreateInstance<DeadlockRetry>(scope.ServiceProvider);
            await RunAsync(async () =>
            {
                await using var connection = await _queue.ConnectAsync();
                await using var transaction = await connection.BeginTransactionAsync(Cancel);
                await TouchAsync(connection, first);
                if (retry.Retries == 0)
                {
                    await Task.Run(() => bothHoldTheFirst.SignalAndWait(Cancel), Cancel);
                }

                await TouchAsync(connection, second);
                await transaction.CommitAsync(Cancel);
            });
            return retry.Retries;

            Task RunAsync(Func<Task> operation) => Microsoft.EntityFrameworkCore.ExecutionStrategyExtensions.ExecuteAsync(retry, operation);
        }
    }

    [Fact]
    public async Task A_claim_of_Bad_that_is_the_victim_is_run_again_reported_and_not_lost()
    {
        await _queue.ResetAsync(100);
        // PostgreSQL looks for a cycle once, a second after a wait began. Ours never looks, so that Bad is the victim; and a third
        // session keeps Bad from 100 until we wait for 1: the cycle is whole when Bad begins to wait, however busy the machine is.
        await using var connection = await _queue.ConnectAsync();
        await using var never = new NpgsqlCommand("SET deadlock_timeout = '1h'", connection);
        await never.ExecuteNonQueryAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var third = await _queue.ConnectAsync();
        await using var held = await third.BeginTransactionAsync(Cancel);

        await TouchAsync(connection, 100);
        await TouchAsync(third, 99);
        var claim = _queue.ClaimAsync("bad");
        await RowLockingApp.UntilAsync(async () => await _queue.WaitersAsync() == 1, "Bad has locked 1 to 98 and waits for 99");
        var touch = TouchAsync(connection, 1);
        await RowLockingApp.UntilAsync(async () => await _queue.WaitersAsync() == 2, "we wait for 1");
        await held.RollbackAsync(Cancel);
        await touch;
        await transaction.CommitAsync(Cancel);

        var result = await claim;
        Assert.Equal(1, result.DeadlockRetries);
        Assert.Equal(50, result.Jobs.Count(job => job.Status == "done"));
        Assert.Equal(50, await _queue.CountAsync("status = 'done'"));
        Assert.Equal(2, await _queue.CountAsync("attempts = CASE id WHEN 1 THEN 2 ELSE 1 END AND id IN (1, 100)"));
    }

    private static async Task TouchAsync(NpgsqlConnection connection, long id)
    {
        await using var command = new NpgsqlCommand("UPDATE jobs SET attempts = attempts + 1 WHERE id = $1", connection);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private Task BegunAsync(int claims) => RowLockingApp.UntilAsync(() => Task.FromResult(_queue.Work.Begun.Count >= claims), $"{claims} begun");
}
