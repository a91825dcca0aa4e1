using Dapper;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class RowLockingTests(TestDatabase db) : RuleTests(db, HealthRules.RowLocking)
{
    [Theory]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE", 3_000)]
    [InlineData("SELECT * FROM jobs WHERE id <= 500 ORDER BY id FOR NO KEY UPDATE", 500)]
    [InlineData("SELECT * FROM jobs FOR SHARE OF jobs", 3_000)]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE SKIP LOCKED", 3_000)]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE NOWAIT", 3_000)]
    [InlineData("SELECT * FROM jobs ORDER BY id LIMIT 2000 FOR UPDATE", 2_000)]
    [InlineData("SELECT * FROM jobs ORDER BY id FETCH FIRST 150 ROWS ONLY FOR UPDATE", 150)]
    [InlineData("SELECT 1; SELECT * FROM jobs WHERE id <= 120 FOR UPDATE", 120)]
    public async Task Found_for(string sql, int rows)
    {
        var finding = await ExpectFinding(new(c => c.Read(sql)));
        Assert.Equal((rows, "rows"), (finding.Amount, finding.Unit));
    }

    [Theory]
    [InlineData("WITH mine AS MATERIALIZED (SELECT id FROM posts WHERE author_id > 0 FOR UPDATE) "
        + "SELECT count(*) FROM mine")]
    public async Task Found_by_the_plan_where_the_rows_do_not_come_out(string sql)
        // The plan's number is an estimate. It counts dead rows too, so no other case changes `posts`.
        => Assert.InRange((await ExpectFinding(new(c => c.Read(sql)))).Amount, 190, 200);

    [Theory]
    [InlineData("UPDATE jobs SET status = 'pending' WHERE id <= 2000")]
    [InlineData("DELETE FROM jobs USING authors WHERE jobs.id <= 2000 AND authors.id = 1")]
    [InlineData("INSERT INTO jobs SELECT n, 'done' FROM generate_series(1, 2000) n "
        + "ON CONFLICT (id) DO UPDATE SET status = excluded.status")]
    [InlineData("MERGE INTO jobs USING generate_series(1, 2000) n ON jobs.id = n WHEN MATCHED THEN DELETE")]
    [InlineData("WITH moved AS (DELETE FROM jobs WHERE id <= 2000 RETURNING id) SELECT * FROM moved")]
    [InlineData("UPDATE jobs SET status = 'a' WHERE id <= 1200; UPDATE jobs SET status = 'b' WHERE id <= 800")]
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
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED")]
    [InlineData("SELECT * FROM jobs WHERE status = 'pending' ORDER BY id LIMIT 50 FOR UPDATE")]
    [InlineData("SELECT * FROM jobs; SELECT * FROM jobs WHERE id = 1 FOR UPDATE")]
    [InlineData("SELECT pg_try_advisory_xact_lock(n) FROM generate_series(1, 500) n")]
    [InlineData("BEGIN; LOCK TABLE jobs IN ROW EXCLUSIVE MODE; COMMIT")]
    [InlineData("CREATE TEMP TABLE IF NOT EXISTS mine (id int); TRUNCATE mine")]
    [InlineData("MERGE INTO orders USING generate_series(30001, 32000) n ON id = n "
        + "WHEN NOT MATCHED THEN INSERT VALUES (n, 'new', 1)")]
    [InlineData("SELECT * FROM (SELECT id FROM posts WHERE author_id > 0 FOR UPDATE) mine LIMIT 50")] // locks 50
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
}
