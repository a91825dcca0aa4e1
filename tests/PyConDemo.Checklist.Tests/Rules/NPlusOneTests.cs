using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class NPlusOneTests(TestDatabase db) : RuleTests(db, HealthRules.NPlusOne)
{
    [Fact]
    public async Task Found_with_its_evidence()
    {
        var finding = await ExpectFinding(new(Raw));
        Assert.Equal((20, "commands"), (finding.Amount, finding.Unit));
        Assert.Equal("SELECT name FROM authors WHERE id = ?", finding.Statement);
        Assert.Equal("SELECT author_id FROM posts WHERE id <= ?", finding.Parent);
        Assert.StartsWith("RuleCase.cs:", finding.Source, StringComparison.Ordinal);
        Assert.Contains("ANY(@ids)", finding.Fix, StringComparison.Ordinal);
        Assert.Equal("GET /case", finding.Route);
    }

    [Fact]
    public Task Found_in_Dapper() => ExpectFinding(new(async c =>
    {
        await using var connection = await c.Open();
        foreach (var id in await connection.QueryAsync<int>("SELECT author_id FROM posts LIMIT 10"))
            // This shape occurs in no other test, because call sites are remembered by shape.
            await connection.QuerySingleAsync<string>("SELECT upper(name) FROM authors WHERE id = @id", new { id });
    }));

    [Fact]
    public Task Found_in_EF_Core() => ExpectFinding(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        foreach (var post in await blog.Posts.Take(10).ToListAsync(c.Cancel))
            await blog.Entry(post).Reference(p => p.Author).LoadAsync(c.Cancel);
    }));

    [Fact]
    public Task Found_for_collections_and_first_rows() => ExpectFinding(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        foreach (var id in Enumerable.Range(1, 10))
            await blog.Posts.OrderBy(p => p.Id).FirstOrDefaultAsync(p => p.AuthorId == id, c.Cancel);
    }));

    [Fact]
    public Task Found_through_a_stored_function() => ExpectFinding(new(async c =>
    {
        for (var id = 1; id <= 10; id++) await c.Read("SELECT * FROM author_of($1)", id);
    }));

    [Fact]
    public Task Found_in_parallel()
        // A shape of its own, because new connections hide the call site, and that too is remembered by shape.
        => ExpectFinding(new(c => Task.WhenAll(
            Enumerable.Range(1, 10).Select(id => c.Read("SELECT lower(name) FROM authors WHERE id = $1", id)))));

    [Fact]
    public Task Found_with_the_values_written_into_the_text() => ExpectFinding(new(async c =>
    {
        for (var id = 1; id <= 10; id++) await c.Read($"SELECT name FROM authors WHERE id = {id}");
    }));

    [Fact]
    public Task Healthy_for_few_lookups() => ExpectHealthy(new(async c =>
    {
        for (var id = 1; id <= 4; id++) await c.Read("SELECT name FROM authors WHERE id = $1", id);
    }));

    [Fact]
    public Task Healthy_for_an_include() => ExpectHealthy(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        await blog.Posts.Include(p => p.Author).Take(100).ToListAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_for_a_split_query() => ExpectHealthy(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        await blog.Authors.Include(a => a.Posts).AsSplitQuery().Take(100).ToListAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_for_a_batch() => ExpectHealthy(new(async c =>
    {
        await using var batch = c.Db.Source.CreateBatch();
        for (var id = 1; id <= 20; id++)
        {
            var command = new NpgsqlBatchCommand("SELECT name FROM authors WHERE id = $1");
            command.Parameters.Add(new() { Value = id });
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_for_a_batch_of_inserts() => ExpectHealthy(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        await using var transaction = await blog.Database.BeginTransactionAsync(c.Cancel);
        for (var i = 0; i < 100; i++) blog.Add(new Author { Id = 10_000 + i, Name = "new" });
        await blog.SaveChangesAsync(c.Cancel);
        await transaction.RollbackAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_for_a_walk_over_pages_by_key() => ExpectHealthy(new(async c =>
    {
        for (var last = 0; last < 200; last += 20)
            await c.Read("SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 20", last);
    }));

    [Fact]
    public Task Healthy_for_a_walk_over_pages_by_offset() => ExpectHealthy(new(async c =>
    {
        for (var skip = 0; skip < 200; skip += 20)
            await c.Read("SELECT id FROM posts ORDER BY id LIMIT 20 OFFSET $1", skip);
    }));

    [Fact]
    public Task Healthy_for_polling() => ExpectHealthy(new(async c =>
    {
        for (var i = 0; i < 20; i++) await c.Read("SELECT status FROM jobs WHERE id = $1", 7);
    }));

    [Fact]
    public Task Healthy_for_retries() => ExpectHealthy(new(async c =>
    {
        for (var i = 0; i < 10; i++)
            await Assert.ThrowsAsync<PostgresException>(() => c.Read("SELECT 1 / ($1 - 1)", 1));
    }));

    [Fact]
    public async Task Not_seen_without_parameters()
    {
        await using var plain = NpgsqlDataSource.Create(Db.ConnectionString);
        var result = await EvaluateAsync(new(async c =>
        {
            for (var id = 1; id <= 10; id++)
            {
                await using var command = plain.CreateCommand("SELECT name FROM authors WHERE id = $1");
                command.Parameters.Add(new() { Value = id });
                await command.ExecuteScalarAsync(c.Cancel);
            }
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("UseServerHealthChecklist", result.Note, StringComparison.Ordinal);
    }

    private static async Task Raw(RuleContext c)
    {
        await c.Read("SELECT author_id FROM posts WHERE id <= $1", 20);
        for (var id = 1; id <= 20; id++) await c.Read("SELECT name FROM authors WHERE id = $1", id);
    }
}
