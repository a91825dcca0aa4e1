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
        Assert.Equal("SELECT name AS author FROM authors WHERE id = ?", finding.Statement);
        Assert.Equal("SELECT author_id FROM posts WHERE id <= ?", finding.Parent);
        Assert.Contains("once per row of a query that returned 20 rows", finding.What, StringComparison.Ordinal);
        Assert.StartsWith("RuleCase.cs:", finding.Source, StringComparison.Ordinal);
        Assert.Contains("ANY(@ids)", finding.Fix, StringComparison.Ordinal);
        Assert.Equal("GET /case", finding.Route);
    }

    [Theory]
    [InlineData(100, "SELECT generate_series(?, …)")]
    [InlineData(101, null)]
    public async Task A_query_of_far_more_rows_is_not_named_as_the_cause(int rows, string? parent)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await c.Read("SELECT generate_series(1, $1)", rows);
            for (var id = 1; id <= 10; id++) await c.Read("SELECT name FROM authors WHERE id = $1", id);
        }));
        Assert.Equal(parent, finding.Parent);
    }

    [Fact]
    public async Task Found_for_the_different_values_of_many_rows()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await c.Read("SELECT author_id FROM posts, generate_series(1, 3) WHERE author_id <= 10");
            for (var id = 1; id <= 10; id++) await c.Read("SELECT name AS found FROM authors WHERE id = $1", id);
        }));
        Assert.Contains("once per different value of a query that returned", finding.What, StringComparison.Ordinal);
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
    public Task Found_for_first_rows_with_another_comparison() => ExpectFinding(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        foreach (var id in Enumerable.Range(1, 10))
            await blog.Authors.FirstOrDefaultAsync(a => a.Id == id && a.Name != "deleted", c.Cancel);
    }));

    [Theory]
    [InlineData("SELECT id FROM posts WHERE author_id = $1 AND id <= 1000 ORDER BY id DESC LIMIT 1")]
    [InlineData("SELECT id FROM posts WHERE author_id = $1 ORDER BY id DESC LIMIT 3")]
    [InlineData("SELECT id FROM posts WHERE json_build_object('slug', id)->>'slug' = $1::text LIMIT 1")]
    [InlineData("SELECT id FROM posts WHERE author_id = $1 ORDER BY id LIMIT 20 OFFSET 0")]
    [InlineData("SELECT id FROM posts WHERE array[id] @> array[$1::int] LIMIT 1")]
    [InlineData("SELECT name FROM authors WHERE id = $1 /* a comment */")]
    [InlineData("SELECT name FROM authors WHERE id = -1 * -$1")]
    public Task Found_with_a_limit_and_whatever_the_comparison(string sql) => ExpectFinding(new(async c =>
    {
        for (var id = 1; id <= 10; id++) await c.Read(sql, id);
    }));

    [Fact]
    public Task Found_for_keys_that_are_no_pages() => ExpectFinding(new(async c =>
    {
        foreach (var id in (int[])[50, 10, 90, 20, 30, 70])
            await c.Read("SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 1", id);
    }));

    [Fact]
    public Task Found_for_lists_of_one_and_of_few() => ExpectFinding(new(async c =>
    {
        for (var id = 1; id <= 10; id++)
        {
            var ids = string.Join(", ", Enumerable.Range(id, 1 + id % 3));
            await c.Read($"SELECT name FROM authors WHERE id IN ({ids})");
            await c.Read("SELECT name FROM authors WHERE id = ANY($1)", Enumerable.Range(id, 1 + id % 3).ToArray());
        }
    }));

    [Fact]
    public Task Found_with_negative_and_cast_literals_and_comments() => ExpectFinding(new(async c =>
    {
        for (var id = -5; id <= 5; id++)
            await c.Read($"/* request {id} */ SELECT name FROM authors WHERE id = {id}::int");
    }));

    [Theory]
    [InlineData(1, "with the same values")]
    [InlineData(4, "with only 4 different values")]
    [InlineData(10, "with only 10 different values")]
    public async Task Found_for_duplicates_in_their_own_words(int values, string words)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            for (var i = 0; i < 100; i++) await c.Read("SELECT name FROM authors WHERE id = $1", i % values);
        }));
        Assert.Equal(100, finding.Amount);
        Assert.Contains(words, finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT INTO jobs VALUES ($1 + 100000, 'new')")]
    [InlineData("UPDATE jobs SET id = id, status = 'pending' WHERE id = $1")]
    [InlineData("DELETE FROM jobs WHERE id = $1 + 200000")]
    [InlineData("INSERT INTO jobs VALUES ($1, 'new') ON CONFLICT (id) DO UPDATE SET status = 'pending'")]
    [InlineData("MERGE INTO jobs USING (SELECT $1 AS id) s ON jobs.id = s.id WHEN MATCHED THEN UPDATE SET status = 'x'")]
    [InlineData("CALL touch($1)")]
    public async Task Found_for_writes_row_by_row(string sql)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            for (var id = 1; id <= 20; id++)
            {
                await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
                await command.ExecuteNonQueryAsync(c.Cancel);
            }
            await transaction.RollbackAsync(c.Cancel);
        }));
        Assert.Equal(20, finding.Amount);
        Assert.StartsWith("One statement that writes was sent 20 times", finding.What, StringComparison.Ordinal);
        Assert.StartsWith("NPlusOneTests.cs:", finding.Source, StringComparison.Ordinal);
    }

    [Fact]
    public Task Found_when_each_row_is_saved_alone() => ExpectFinding(new(async c =>
    {
        await using var blog = BlogContext.On(c.Db);
        await using var transaction = await blog.Database.BeginTransactionAsync(c.Cancel);
        for (var i = 0; i < 20; i++)
        {
            var author = new Author { Id = 20_000 + i, Name = "new" };
            blog.Add(author);
            blog.Add(new Post { Id = 20_000 + i, Author = author, Title = "first" });
            await blog.SaveChangesAsync(c.Cancel);
        }
        await transaction.RollbackAsync(c.Cancel);
    }));

    [Theory]
    [InlineData("SELECT name FROM authors WHERE id = @id")]
    [InlineData("SELECT name FROM authors WHERE id = @id LIMIT 1")] // no page, because nothing in it moves on
    public async Task Found_without_a_data_source(string sql)
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var connection = new NpgsqlConnection(c.Db.ConnectionString);
            for (var id = 1; id <= 20; id++)
                await connection.QueryAsync<string>(sql, new { id });
        }));
        Assert.Contains("with values that were not seen", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_with_the_text_of_TagWith()
    {
        var finding = await ExpectFinding(new(async c =>
        {
            await using var blog = BlogContext.On(c.Db);
            for (var id = 1; id <= 10; id++)
                await blog.Authors.TagWith("The author's card").SingleAsync(a => a.Id == id, c.Cancel);
        }));
        Assert.Equal("The author's card", finding.Comment);
        Assert.Contains("tag: The author's card", finding.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--", finding.Statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT name FROM authors WHERE id = ANY($1)")]
    [InlineData("SELECT name FROM authors WHERE id IN (SELECT i FROM unnest($1) i)")]
    [InlineData("SELECT name FROM authors JOIN unnest($1) i ON i = id")]
    public Task Healthy_for_chunks_of_many_rows(string sql) => ExpectHealthy(new(async c =>
    {
        for (var chunk = 0; chunk < 25; chunk++) await c.Read(sql, Enumerable.Range(50 * chunk, 50).ToArray());
    }));

    [Fact]
    public Task Healthy_for_chunks_of_inserts_and_of_deletes() => ExpectHealthy(new(async c =>
    {
        await using var connection = await c.Open();
        await connection.ExecuteAsync("CREATE TEMP TABLE chunks (n int)");
        for (var chunk = 0; chunk < 25; chunk++)
        {
            var rows = string.Join(", ", Enumerable.Range(50 * chunk, 50).Select(n => $"({n})"));
            await connection.ExecuteAsync($"INSERT INTO chunks VALUES {rows}");
        }
        for (var chunk = 0; chunk < 25; chunk++)
        {
            await connection.ExecuteAsync(
                "DELETE FROM chunks WHERE ctid = ANY(ARRAY(SELECT ctid FROM chunks LIMIT 50))");
        }
        await connection.ExecuteAsync("DROP TABLE chunks");
    }));

    [Fact]
    public Task Healthy_for_equal_lists_that_are_different_objects() => ExpectHealthy(new(async c =>
    {
        for (var i = 0; i < 10; i++)
            await c.Read("SELECT name FROM authors WHERE id = ANY($1)", new List<int> { 1, 2, 3 });
    }));

    [Fact]
    public Task Healthy_for_the_same_query_with_other_comments() => ExpectHealthy(new(async c =>
    {
        for (var i = 0; i < 10; i++) await c.Read($"/* trace {i} */ SELECT name FROM authors WHERE id = 7");
    }));

    [Fact]
    public Task Healthy_for_a_walk_by_two_keys() => ExpectHealthy(new(async c =>
    {
        for (var last = 0; last < 200; last += 20)
        {
            await c.Read("SELECT id FROM posts WHERE (author_id, id) > ($1, $2) ORDER BY author_id, id LIMIT 20",
                last, last);
            await c.Read("SELECT id FROM posts WHERE author_id > $1 OR (author_id = $1 AND id > $2) "
                + "ORDER BY author_id, id LIMIT 20", last, last);
            await c.Read("SELECT id FROM posts WHERE $1::int IS NULL OR id > $1 ORDER BY id LIMIT 20", last);
        }
    }));

    [Fact]
    public Task Healthy_for_nineteen_writes() => ExpectHealthy(new(async c =>
    {
        for (var id = 1; id <= 19; id++) await c.Read("UPDATE jobs SET status = 'pending' WHERE id = $1", id);
    }));

    [Fact]
    public async Task Not_seen_beyond_the_number_of_shapes()
    {
        var result = await EvaluateAsync(new(async c =>
        {
            for (var id = 1; id <= 10; id++) await c.Read($"SELECT name AS a{id} FROM authors WHERE id = {id}");
        })
        { Options = o => o.MaxShapes = 2 });
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("Checklist:MaxShapes", result.Note, StringComparison.Ordinal);
    }

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
        for (var i = 0; i < 19; i++) await c.Read("SELECT status FROM jobs WHERE id = $1", 7);
    }));

    [Fact]
    public Task Healthy_for_retries() => ExpectHealthy(new(async c =>
    {
        for (var i = 0; i < 10; i++)
            await Assert.ThrowsAsync<PostgresException>(() => c.Read("SELECT 1 / ($1 - 1)", 1));
    }));

    [Theory]
    [InlineData("SELECT name FROM authors WHERE id = $1", 10)]
    [InlineData("SELECT name FROM authors WHERE id = $1 LIMIT 1", 10)]
    [InlineData("SELECT name FROM authors WHERE id > $1 ORDER BY id LIMIT 1", 30)] // it may be a page
    public async Task Not_seen_without_parameters(string sql, int times)
    {
        await using var plain = NpgsqlDataSource.Create(Db.ConnectionString);
        var result = await EvaluateAsync(new(async c =>
        {
            for (var id = 1; id <= times; id++)
            {
                await using var command = plain.CreateCommand(sql);
                command.Parameters.Add(new() { Value = id });
                await command.ExecuteScalarAsync(c.Cancel);
            }
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        var shape = sql.Replace("$1", "?", StringComparison.Ordinal)
            .Replace("LIMIT 1", "LIMIT ?", StringComparison.Ordinal);
        Assert.EndsWith($"The statement is: {shape}", result.Note, StringComparison.Ordinal);
    }

    private static async Task Raw(RuleContext c)
    {
        await c.Read("SELECT author_id FROM posts WHERE id <= $1", 20);
        // This shape occurs in no other test, because call sites are remembered by shape.
        for (var id = 1; id <= 20; id++) await c.Read("SELECT name AS author FROM authors WHERE id = $1", id);
    }
}
