using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>Every library's commands are seen alike, with their rows and parameters.</summary>
public sealed class MeasurementTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private readonly IServerHealthChecklist _checklist =
        new ServiceCollection().AddServerHealthChecklist().BuildServiceProvider()
            .GetRequiredService<IServerHealthChecklist>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raw_Npgsql_is_seen()
    {
        await using var measurement = _checklist.Measure();
        for (var id = 1; id <= 3; id++)
        {
            await using var command = db.Source.CreateCommand("SELECT * FROM posts WHERE id <= $1");
            command.Parameters.Add(new() { Value = id });
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel)) { }
        }

        var shape = Assert.Single(measurement.Vitals.Shapes);
        Assert.Equal(("SELECT * FROM posts WHERE id <= ?", 3, 6), (shape.Sql, shape.Count, shape.Rows));
        var vitals = measurement.Vitals;
        Assert.Equal(
            (3, 3, 6, 0, 0),
            (vitals.Commands, vitals.Statements, vitals.RowsRead, vitals.RowsAffected, vitals.Unseen));
        Assert.Equal(1, Assert.Single(shape.Sample!.Parameters!).Value);
        Assert.InRange(measurement.Vitals.SqlTime, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.InRange(measurement.Vitals.Connections, 1, 3); // the pool rotates its idle connections
    }

    [Fact]
    public async Task Dapper_is_seen()
    {
        await using var measurement = _checklist.Measure();
        await using var connection = await db.Source.OpenConnectionAsync(Cancel);
        var posts = await connection.QueryAsync<Post>(
            "SELECT id, title FROM posts WHERE id BETWEEN @from AND @to", new { from = 11, to = 20 });

        Assert.Equal(10, posts.Count());
        var shape = Assert.Single(measurement.Vitals.Shapes);
        Assert.Equal(("SELECT id, title FROM posts WHERE id BETWEEN ? AND ?", 10), (shape.Sql, shape.Rows));
        Assert.Equal([11, 20], shape.Sample!.Parameters!.Select(p => p.Value));
    }

    [Fact]
    public async Task EF_Core_is_seen()
    {
        await using var measurement = _checklist.Measure();
        await using var blog = BlogContext.On(db);
        var limit = 7;
        await blog.Posts.TagWith("a comment").Where(p => p.Id <= limit).Include(p => p.Author).ToListAsync(Cancel);
        await blog.Posts.Where(p => p.Id <= 2).ExecuteUpdateAsync(p => p.SetProperty(x => x.Title, "new"), Cancel);

        Assert.Equal(
            (2, 7, 2), (measurement.Vitals.Commands, measurement.Vitals.RowsRead, measurement.Vitals.RowsAffected));
        Assert.DoesNotContain("comment", measurement.Vitals.Shapes[0].Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_one_command_of_several_statements()
    {
        await using var measurement = _checklist.Measure();
        await using var batch = db.Source.CreateBatch();
        batch.BatchCommands.Add(new("SELECT * FROM authors WHERE id <= 5"));
        batch.BatchCommands.Add(new("UPDATE authors SET name = name WHERE id = 1"));
        batch.BatchCommands.Add(new("UPDATE authors SET name = name WHERE id = 2"));
        await batch.ExecuteNonQueryAsync(Cancel);

        var vitals = measurement.Vitals;
        Assert.Equal(
            (1, 3, 5, 2),
            (vitals.Commands, vitals.Statements, vitals.RowsRead, vitals.RowsAffected));
        var update = measurement.Vitals.Shapes[1];
        Assert.Equal((2, 1, 2), (update.Count, update.RoundTrips, update.Affected));
    }

    [Fact]
    public async Task Statements_in_one_command_text_count_each()
    {
        await using var measurement = _checklist.Measure();
        await using var command = db.Source.CreateCommand("SELECT 1; UPDATE authors SET name = name WHERE id <= 4");
        await command.ExecuteNonQueryAsync(Cancel);
        var vitals = measurement.Vitals;
        Assert.Equal(
            (1, 2, 1, 4),
            (vitals.Commands, vitals.Statements, vitals.RowsRead, vitals.RowsAffected));
    }

    [Fact]
    public async Task Rows_that_the_program_ignored_were_read_all_the_same()
    {
        await using var measurement = _checklist.Measure();
        await using (var command = db.Source.CreateCommand("SELECT * FROM authors WHERE id <= 100"))
            await command.ExecuteScalarAsync(Cancel);
        Assert.Equal(100, measurement.Vitals.RowsRead);
    }

    [Fact]
    public async Task Copy_is_seen()
    {
        await using var connection = await db.Source.OpenConnectionAsync(Cancel);
        await connection.ExecuteAsync("CREATE TEMP TABLE copied (id int)");
        await using var measurement = _checklist.Measure();
        await using (
            var writer = await connection.BeginBinaryImportAsync("COPY copied FROM STDIN (FORMAT binary)", Cancel))
        {
            for (var i = 0; i < 9; i++)
            {
                await writer.StartRowAsync(Cancel);
                await writer.WriteAsync(i, Cancel);
            }
            await writer.CompleteAsync(Cancel);
        }
        Assert.Equal(
            (1, 9, 0), (measurement.Vitals.Commands, measurement.Vitals.RowsAffected, measurement.Vitals.Unseen));
    }

    [Fact]
    public async Task A_failed_command_costs_too()
    {
        await using var measurement = _checklist.Measure();
        await using var command = db.Source.CreateCommand("SELECT 1 / 0");
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync(Cancel));
        Assert.Equal((1, 1, 0), (measurement.Vitals.Commands, measurement.Vitals.Errors, measurement.Vitals.RowsRead));
        Assert.Equal("SELECT ? / ?", Assert.Single(measurement.Vitals.Shapes).Sql);
    }

    [Fact]
    public async Task A_prepared_command_is_seen_each_time()
    {
        await using var connection = await db.Source.OpenConnectionAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT 10 / $1", connection);
        command.Parameters.Add(new() { Value = 1 });
        await command.PrepareAsync(Cancel);
        await using var measurement = _checklist.Measure();
        await command.ExecuteScalarAsync(Cancel);
        command.Parameters[0].Value = 0;
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync(Cancel));
        Assert.Equal((2, 1, 1), (measurement.Vitals.Commands, measurement.Vitals.Errors, measurement.Vitals.RowsRead));
    }

    [Fact]
    public async Task A_plain_connection_string_shows_commands_but_not_rows()
    {
        await using var plain = NpgsqlDataSource.Create(db.ConnectionString);
        await using var measurement = _checklist.Measure();
        await using (var command = plain.CreateCommand("SELECT * FROM authors"))
            await command.ExecuteScalarAsync(Cancel);
        Assert.Equal((1, 1, 0), (measurement.Vitals.Commands, measurement.Vitals.Unseen, measurement.Vitals.RowsRead));
        Assert.Null(Assert.Single(measurement.Vitals.Shapes).Sample);
    }

    [Fact]
    public async Task An_own_enrichment_still_runs()
    {
        var seen = 0;
        var builder = new NpgsqlDataSourceBuilder(db.ConnectionString);
        builder.UseServerHealthChecklist((_, _) => seen++);
        await using var source = builder.Build();
        await using var measurement = _checklist.Measure();
        await using (var command = source.CreateCommand("SELECT 1")) await command.ExecuteScalarAsync(Cancel);
        Assert.Equal((1, 1, 0), (seen, measurement.Vitals.Commands, measurement.Vitals.Unseen));
    }

    [Fact]
    public async Task Measurements_nest_and_end()
    {
        await using var outer = _checklist.Measure("outer");
        var inner = _checklist.Measure("inner");
        await Query();
        await inner.DisposeAsync();
        await Query();
        await outer.DisposeAsync();
        await Query();
        Assert.Equal((1, 2), (inner.Vitals.Commands, outer.Vitals.Commands));
        Assert.Equal((1, 2), (inner.Vitals.RowsRead, outer.Vitals.RowsRead));
    }

    [Fact]
    public async Task What_runs_on_after_the_exam_counts_no_more()
    {
        var gate = new TaskCompletionSource();
        var measurement = _checklist.Measure();
        var late = Task.Run(async () => { await gate.Task; await Query(); }, Cancel);
        await measurement.DisposeAsync();
        gate.SetResult();
        await late;
        Assert.Equal(0, measurement.Vitals.Commands);
    }

    [Fact]
    public async Task Parallel_commands_add_up_but_keep_busy_only_once()
    {
        await using var measurement = _checklist.Measure();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Query("SELECT pg_sleep(0.2)")));
        Assert.Equal(4, measurement.Vitals.Commands);
        Assert.InRange(measurement.Vitals.SqlTime, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30));
        Assert.True(measurement.Vitals.SqlBusyTime < measurement.Vitals.SqlTime);
    }

    private async Task Query(string sql = "SELECT 1")
    {
        await using var command = db.Source.CreateCommand(sql);
        await command.ExecuteScalarAsync(Cancel);
    }
}
