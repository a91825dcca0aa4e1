using Npgsql;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Plans;

public sealed class GuessedTableTests(TestDatabase db) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const int Rows = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await ExecuteAsync($"""
        DROP TABLE IF EXISTS fresh, old;
        CREATE TABLE fresh (id int PRIMARY KEY, kind text, n int) WITH (autovacuum_enabled = off);
        INSERT INTO fresh SELECT n, 'same', n FROM generate_series(1, {Rows}) n;
        CREATE INDEX ON fresh (kind);
        CREATE TABLE old (id int, kind text) WITH (autovacuum_enabled = off);
        CREATE INDEX ON old (kind);
        INSERT INTO old SELECT n, 'first' FROM generate_series(1, 1000) n;
        ANALYZE old
        """);

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("SELECT count(n) FROM fresh WHERE kind = 'same'")]
    [InlineData("SELECT (SELECT count(*) FROM posts WHERE author_id = fresh.id) FROM fresh WHERE n <> 7")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM fresh WHERE n <> 7 LIMIT 1000) few")]
    [InlineData("SELECT * FROM fresh WHERE n = 7 FOR UPDATE")]
    [InlineData("SELECT id FROM fresh WHERE kind = 'same' ORDER BY kind OFFSET 9000 LIMIT 10")]
    public async Task A_condition_on_a_table_without_statistics_is_a_guess(string sql)
    {
        var guess = await FindAsync(sql);
        Assert.Equal("public.fresh", guess?.Name);
        Assert.InRange(guess!.Rows, Rows * 0.5, Rows * 1.5);
        Assert.Null(guess.Why(Rows * 2));
        Assert.Contains("ANALYZE public.fresh", guess.Why(Rows / 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM fresh")]
    [InlineData("SELECT count(*) FROM fresh WHERE n = 7")] // it reads all pages
    [InlineData("SELECT count(*) FROM fresh WHERE id = 7")] // a unique index
    [InlineData("SELECT max(id) FROM fresh")]
    [InlineData("SELECT count(*) FROM (SELECT 1 FROM fresh LIMIT 1000) few")]
    [InlineData("SELECT count(id) FROM orders WHERE status = 'paid'")]
    [InlineData("SELECT count(id) FROM old WHERE kind = 'first'")]
    public async Task Other_numbers_are_known(string sql) => Assert.Null(await FindAsync(sql));

    [Fact]
    public async Task Statistics_of_fewer_rows_than_have_changed_are_old()
    {
        const string Later = "SELECT count(id) FROM old WHERE kind = 'later'";
        await ExecuteAsync("INSERT INTO old SELECT n, 'later' FROM generate_series(1, 20000) n");
        GuessedTable? guess = null;
        // PostgreSQL updates the statistics about a table's use after a moment.
        await TestApp.WaitUntilAsync(async () => (guess = await FindAsync(Later)) is not null);
        Assert.Equal("public.old", guess?.Name);
        await ExecuteAsync("ANALYZE old");
        await TestApp.WaitUntilAsync(async () => (guess = await FindAsync(Later)) is null);
        Assert.Null(guess);
    }

    [Fact]
    public async Task A_slim_data_source_is_enough()
    {
        await using var slim = new NpgsqlSlimDataSourceBuilder(db.ConnectionString).Build();
        var guess = await FindAsync("SELECT count(n) FROM fresh WHERE kind = 'same'", slim);
        Assert.Equal("public.fresh", guess?.Name);
    }

    private async Task<GuessedTable?> FindAsync(string sql, NpgsqlDataSource? source = null)
    {
        await using var connection = await (source ?? db.Source).OpenConnectionAsync(Cancel);
        await using var transaction = await Explainer.BeginAsync(connection);
        await using var explain = new NpgsqlCommand($"EXPLAIN (VERBOSE, FORMAT JSON) {sql}", connection);
        var root = PlannedNode.Read((string)(await explain.ExecuteScalarAsync(Cancel))!);
        return await GuessedTable.FindAsync(transaction, root);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = db.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
