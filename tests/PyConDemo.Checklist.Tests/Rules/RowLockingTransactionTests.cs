using System.Transactions;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>Locked rows count per transaction, whichever library opens it.</summary>
public sealed class RowLockingTransactionTests(TestDatabase db) : RuleTests(db, HealthRules.RowLocking)
{
    private const string LockOne = "SELECT id FROM jobs WHERE id = @id FOR UPDATE";

    [Fact]
    public async Task Found_for_many_single_locks_in_one_transaction()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            for (var id = 1; id <= 500; id++) await connection.ExecuteScalarAsync(LockOne, new { id }, transaction);
            await transaction.CommitAsync(c.Cancel);
        }));
        Assert.Equal((500, "One transaction locked 500 rows in 500 statements."), (finding.Amount, finding.What));
        Assert.Contains(nameof(RowLockingTransactionTests), finding.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_where_commands_do_not_name_their_transaction()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await LockAll(connection, 1, 120);
            await transaction.RollbackAsync(c.Cancel);
        }));
        Assert.Equal(120, finding.Amount);
    }

    [Fact]
    public async Task Found_for_begin_as_text()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await connection.ExecuteAsync("BEGIN");
            await LockAll(connection, 1, 120);
            await connection.ExecuteAsync("COMMIT");
        }));
        Assert.Equal(120, finding.Amount);
    }

    [Fact]
    public async Task Found_for_a_transaction_scope()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            for (var id = 1; id <= 120; id++) await c.Read("SELECT id FROM jobs WHERE id = $1 FOR UPDATE", id);
            scope.Complete();
        }));
        Assert.Equal(120, finding.Amount);
    }

    [Fact]
    public async Task Found_across_savepoints()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await LockAll(connection, 1, 60);
            await transaction.SaveAsync("half", c.Cancel);
            await LockAll(connection, 61, 120);
            await transaction.CommitAsync(c.Cancel);
        }));
        Assert.Equal(120, finding.Amount);
    }

    [Fact]
    public async Task Found_for_a_large_SaveChanges()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var blog = BlogContext.On(Db);
            foreach (var job in await blog.Jobs.ToListAsync(c.Cancel)) job.Status = $"run {c.Number} of {job.Id}";
            await blog.SaveChangesAsync(c.Cancel);
        }));
        Assert.Equal(3_000, finding.Amount);
        Assert.Contains(nameof(RowLockingTransactionTests), finding.Source, StringComparison.Ordinal);
    }

    [Fact]
    public Task Healthy_for_a_transaction_per_step() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        for (var step = 0; step < 5; step++)
        {
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await LockAll(connection, (step * 30) + 1, (step * 30) + 30);
            if (step % 2 == 0) await transaction.CommitAsync(c.Cancel);
        }
    }));

    [Fact]
    public Task Healthy_for_a_SaveChanges_per_step() => ExpectHealthy(new(async c =>
    {
        await using var blog = BlogContext.On(Db);
        var jobs = await blog.Jobs.OrderBy(j => j.Id).Take(1_200).ToListAsync(c.Cancel);
        foreach (var step in jobs.Chunk(300))
        {
            foreach (var job in step) job.Status = $"step {c.Number} of {job.Id}";
            await blog.SaveChangesAsync(c.Cancel);
        }
    }));

    [Fact]
    public Task Healthy_for_many_statements_outside_of_a_transaction() => ExpectHealthy(new(async c =>
    {
        for (var from = 0; from < 1_500; from += 100)
            await c.Read("UPDATE jobs SET status = 'pending' WHERE id BETWEEN $1 AND $2", from, from + 99);
    }));

    [Theory]
    [InlineData("LOCK TABLE authors")]
    [InlineData("LOCK authors IN SHARE ROW EXCLUSIVE MODE NOWAIT")]
    [InlineData("TRUNCATE TABLE posts")]
    [InlineData("ALTER TABLE \"posts\" ADD COLUMN extra int")]
    [InlineData("CREATE INDEX ON posts (title)")]
    [InlineData("CREATE INDEX IF NOT EXISTS by_title ON posts (title)")]
    public async Task Found_for_a_locked_table(string sql)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await connection.ExecuteAsync(sql, transaction: transaction);
            await transaction.RollbackAsync(c.Cancel);
        }));
        Assert.Equal((1, "statements"), (finding.Amount, finding.Unit));
        Assert.Matches("^One statement locked all of (authors|posts|\"posts\")\\.$", finding.What);
    }

    [Fact]
    public Task Healthy_for_a_table_that_the_request_created() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS fresh (id int)");
        await connection.ExecuteAsync("TRUNCATE fresh");
        await connection.ExecuteAsync("ALTER TABLE fresh ADD COLUMN IF NOT EXISTS name text");
    }));

    [Fact]
    public Task Healthy_for_a_lock_that_failed() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        // It needs a transaction.
        await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync("LOCK TABLE authors"));
    }));

    [Theory]
    [InlineData(
        "WITH changed AS (UPDATE jobs SET status = 'pending' RETURNING id) SELECT count(*) FROM changed", "in a CTE")]
    [InlineData("WITH changed AS (UPDATE jobs SET status = 'pending' RETURNING id) SELECT * FROM changed LIMIT 1", "in a CTE")]
    [InlineData(
        "WITH changed AS (UPDATE jobs SET status = 'pending' RETURNING id) UPDATE authors SET name = name WHERE id = 1",
        "in a CTE")]
    [InlineData(
        "WITH mine AS MATERIALIZED (SELECT id FROM jobs FOR UPDATE) UPDATE jobs SET status = 'x' FROM mine "
            + "WHERE jobs.id = 1 AND mine.id = 1", "LIMIT of 100")]
    public async Task Not_seen_for_rows_that_the_result_hides(string sql, string whyNot)
    {
        var result = await EvaluateAsync(new(c => c.Read(sql)));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains(whyNot, result.Note, StringComparison.Ordinal);
    }

    private static async Task LockAll(NpgsqlConnection connection, int from, int to)
    {
        for (var id = from; id <= to; id++)
        {
            await using var command = new NpgsqlCommand("SELECT id FROM jobs WHERE id = $1 FOR UPDATE", connection);
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }
}
