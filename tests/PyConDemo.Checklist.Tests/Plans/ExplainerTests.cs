using System.Data;
using Npgsql;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Plans;

public sealed class ExplainerTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT count(*) FROM jobs")]
    [InlineData("\r\n\t-- tagged; by a program\n/* /* COMMIT; */ */ SELECT count(*) FROM jobs -- done;")]
    [InlineData("((SELECT 1) UNION (SELECT 2)) ; ")]
    [InlineData("with x as (select 1) select * from x")]
    [InlineData("VALUES (1), (2)")]
    [InlineData("TABLE jobs")]
    [InlineData("INSERT INTO jobs VALUES (-1, 'a; COMMIT')")]
    [InlineData("UPDATE jobs SET status = $$a; COMMIT$$ WHERE id = 1")]
    [InlineData("DELETE FROM jobs WHERE status = E'\\'; COMMIT'")]
    [InlineData("MERGE INTO jobs USING posts ON jobs.id = posts.id WHEN MATCHED THEN DELETE")]
    [InlineData("DECLARE jobs_read CURSOR FOR SELECT id FROM jobs")]
    [InlineData("SELECT id AS \"a;\"\"b;\" FROM jobs")]
    public async Task A_statement_with_a_plan_is_explained(string sql)
    {
        Assert.Null(Explainer.WhyNot(Sample(sql)));
        Assert.NotEqual(0, (await AnalyzeAsync(sql)).Root.Loops);
    }

    [Theory]
    [InlineData("NOTIFY told, 'a message'")]
    [InlineData("LISTEN told")]
    [InlineData("UNLISTEN *")]
    [InlineData("SET work_mem = '4MB'")]
    [InlineData("RESET ALL")]
    [InlineData("SHOW work_mem")]
    [InlineData("BEGIN")]
    [InlineData("START TRANSACTION READ ONLY")]
    [InlineData("COMMIT")]
    [InlineData("END")]
    [InlineData("ROLLBACK")]
    [InlineData("ABORT")]
    [InlineData("SAVEPOINT before")]
    [InlineData("RELEASE SAVEPOINT before")]
    [InlineData("DISCARD ALL")]
    [InlineData("COPY jobs FROM STDIN")]
    [InlineData("COPY (SELECT id FROM jobs) TO STDOUT")]
    [InlineData("LOCK TABLE jobs IN EXCLUSIVE MODE")]
    [InlineData("CREATE INDEX ON jobs (status)")]
    [InlineData("ALTER TABLE jobs ADD COLUMN note text")]
    [InlineData("DROP TABLE jobs")]
    [InlineData("TRUNCATE jobs")]
    [InlineData("GRANT SELECT ON jobs TO public")]
    [InlineData("COMMENT ON TABLE jobs IS 'a; b'")]
    [InlineData("VACUUM jobs")]
    [InlineData("ANALYZE jobs")]
    [InlineData("REINDEX TABLE jobs")]
    [InlineData("CHECKPOINT")]
    [InlineData("PREPARE p AS SELECT 1")]
    [InlineData("DEALLOCATE ALL")]
    [InlineData("FETCH ALL FROM jobs_read")]
    [InlineData("CLOSE jobs_read")]
    [InlineData("CALL work()")]
    [InlineData("DO $$ BEGIN NULL; END $$")]
    [InlineData("EXPLAIN SELECT 1")]
    public async Task A_utility_statement_is_left_out_because_EXPLAIN_refuses_it(string sql)
    {
        var reason = $"{sql.Split(' ')[0]} has no plan.";
        Assert.Equal(reason, Explainer.WhyNot(Sample($" /* SELECT 1 */ -- SELECT 2\n{sql};")));
        Assert.Equal(reason, Explainer.WhyNot(Sample(sql.ToLowerInvariant())));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync($"EXPLAIN (COSTS) {sql}"));
        Assert.Equal(PostgresErrorCodes.SyntaxError, refused.SqlState);
        Assert.Equal(reason, (await Assert.ThrowsAsync<NotSupportedException>(() => AnalyzeAsync(sql))).Message);
    }

    [Theory]
    [InlineData("REFRESH MATERIALIZED VIEW totals")]
    [InlineData("CREATE TABLE copied AS SELECT * FROM jobs")]
    [InlineData("EXECUTE p (1)")]
    [InlineData("-- nothing")]
    [InlineData("SELECT 1; NOTIFY told")]
    [InlineData("NOTIFY told; SELECT 1")]
    [InlineData("SAVEPOINT before; UPDATE jobs SET status = 'done'; RELEASE before;")]
    [InlineData("SELECT 1; /* ; */ ; COMMIT")]
    [InlineData("; SELECT 1")]
    public void A_command_without_one_plan_of_its_own_is_left_out(string sql)
        => Assert.NotNull(Explainer.WhyNot(Sample(sql)));

    [Fact]
    public async Task A_second_statement_behind_a_long_one_does_not_run()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 1_500).Select(n => $"id AS column_{n}"));
        var sql = $"SELECT {columns} FROM jobs; CREATE TABLE run_again ()";

        await Assert.ThrowsAsync<NotSupportedException>(() => AnalyzeAsync(sql));

        await ExecuteAsync("CREATE TABLE run_again ()"); // it does not exist yet
    }

    [Fact]
    public void The_name_of_a_procedure_is_left_out()
        => Assert.NotNull(Explainer.WhyNot(new StatementSample("author_of", CommandType.StoredProcedure, [])));

    [Theory]
    [InlineData("NOTHING")]
    [InlineData("NOTIFY told")]
    public async Task A_statement_that_a_rule_replaces_has_no_plan(string action)
    {
        await ExecuteAsync($"""
            CREATE TABLE IF NOT EXISTS ruled (id int);
            CREATE OR REPLACE RULE replaced AS ON INSERT TO ruled DO INSTEAD {action}
            """);

        await Assert.ThrowsAsync<NotSupportedException>(() => AnalyzeAsync("INSERT INTO ruled VALUES (1)"));
    }

    private static StatementSample Sample(string sql) => new(sql, CommandType.Text, []);

    private async Task<QueryPlan> AnalyzeAsync(string sql)
    {
        await using var connection = await db.Source.OpenConnectionAsync(Cancel);
        await using var rolledBack = await connection.BeginTransactionAsync(Cancel);
        return await Explainer.AnalyzeAsync(connection, Sample(sql), Cancel);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = db.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
