using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>One statement that is sent many times: once per row, or for another reason.</summary>
internal static class RepeatedShapes
{
    private static readonly string[] NPlusOne = [HealthRules.NPlusOne];

    // A procedure's statements are not seen.
    private static readonly string[] Hidden = [HealthRules.HotAggregations, HealthRules.RowLocking];

    public static IEnumerable<CatalogueShape> All => Loops().Concat(Writes()).Concat(Right());

    private static IEnumerable<CatalogueShape> Loops() =>
    [
        Loop("a look-up per row with Npgsql", "each row asks again", 20,
            (c, i) => c.Read("SELECT name FROM authors WHERE id = $1", i)),
        new("a look-up per row with Dapper", "each row asks again")
        {
            Found = NPlusOne,
            Handle = async c =>
            {
                await using var connection = await c.Open();
                foreach (var id in await connection.QueryAsync<int>("SELECT author_id FROM posts LIMIT 12"))
                    await connection.QuerySingleAsync("SELECT * FROM authors WHERE id = @id", new { id });
            },
        },
        Ef("a navigation that is loaded per row", "each row asks again", async (blog, c) =>
        {
            foreach (var post in await blog.Posts.Take(12).ToListAsync(c.Cancel))
                await blog.Entry(post).Reference(p => p.Author).LoadAsync(c.Cancel);
        }),
        Ef("a collection that is loaded per row", "each row asks again", async (blog, c) =>
        {
            foreach (var author in await blog.Authors.Take(12).ToListAsync(c.Cancel))
                await blog.Entry(author).Collection(a => a.Posts).LoadAsync(c.Cancel);
        }),
        Ef("a FindAsync per id", "each id asks again", async (blog, c) =>
        {
            for (var id = 1; id <= 12; id++) await blog.Authors.FindAsync([id], c.Cancel);
        }),
        Ef("a first row with a second condition", "LIMIT and <> don't make it a page", async (blog, c) =>
        {
            for (var id = 1; id <= 12; id++)
                await blog.Authors.FirstOrDefaultAsync(a => a.Id == id && a.Name != "deleted", c.Cancel);
        }),
        Ef("an AnyAsync per row", "each row asks again", async (blog, c) =>
        {
            for (var id = 1; id <= 12; id++) await blog.Posts.AnyAsync(p => p.AuthorId == id, c.Cancel);
        }),
        Ef("the last posts of each author", "the changing value is not the ordered column", async (blog, c) =>
        {
            for (var id = 1; id <= 12; id++)
            {
                await blog.Posts.Where(p => p.AuthorId == id).OrderByDescending(p => p.Id).Take(3)
                    .ToListAsync(c.Cancel);
            }
        }),
        Loop("the price of each product at a date", "the product changes, not only the ordered date", 12, (c, i) => c.Read(
            "SELECT price FROM prices WHERE product = $1 AND valid <= $2 ORDER BY valid DESC LIMIT 1",
            i, new DateOnly(2026, 5, 1))),
        Loop("a page of the same key per parent", "the parent changes, not the key", 12, (c, i) => c.Read(
            "SELECT id FROM posts WHERE author_id = $1 AND id > $2 ORDER BY id LIMIT 20", i, 0)),
        Loop("a document by its slug", "->> is no inequality", 12, (c, i) => c.Read(
            "SELECT id FROM documents WHERE data->>'slug' = $1 LIMIT 1", $"page-{i}")),
        Loop("a document that contains a value", "@> is no inequality", 12, (c, i) => c.Read(
            "SELECT id FROM documents WHERE data @> jsonb_build_object('slug', $1) LIMIT 1", $"page-{i}")),
        Loop("the next key of many keys", "the keys go back and forth, so they are no pages", 12, (c, i) => c.Read(
            "SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 1", i * 37 % 100)),
        Loop("the rate of each day, newest first", "a page of one row is a look-up", 12, (c, i) => c.Read(
            "SELECT price FROM prices WHERE product = 7 AND valid <= $1 ORDER BY valid DESC LIMIT 1",
            new DateOnly(2026, 6, 1).AddDays(-i))),
        Loop("a row by its number", "a page of one row is a look-up", 12, (c, i) => c.Read(
            "SELECT id FROM posts ORDER BY id LIMIT 1 OFFSET $1", i)),
        Loop("a constant list beside the id", "the list is no chunk of rows, because it stays the same", 12, (c, i) =>
            c.Read("SELECT name FROM authors WHERE id = $1 AND NOT name = ANY($2)", i, Enumerable.Repeat("x", 12).ToArray())),
        Loop("an id behind a subquery with LIMIT", "the LIMIT is the subquery's", 12, (c, i) => c.Read(
            "SELECT id FROM posts WHERE (SELECT id FROM authors ORDER BY id LIMIT 1) = 1 AND author_id = $1", i)),
        Loop("values in the text", "only literals differ", 12, (c, i) => c.Read($"SELECT name FROM authors WHERE id = {i}")),
        Loop("negative and cast values in the text", "a sign and a cast belong to the value", 12, (c, i) => c.Read(
            $"SELECT name FROM authors WHERE id = {i - 6} OR name = '{i}'::text")),
        Loop("lists of one and of two", "IN lists of any length are one statement", 12, (c, i) => c.Read(
            $"SELECT name FROM authors WHERE id IN ({(i % 2 == 0 ? $"{i}" : $"{i}, {i + 1}")})")),
        Loop("an array of one id", "an array of one is a look-up", 12, (c, i) => c.Read(
            "SELECT name FROM authors WHERE id = ANY($1)", (int[])[i])),
        Loop("a stored function per row", "each row asks again", 12, (c, i) => c.Read("SELECT * FROM author_of($1)", i)),
        Loop("a trace comment in each statement", "comments are no part of a statement", 12, (c, i) => c.Read(
            $"/* trace {i} */ SELECT name FROM authors WHERE id = $1", i)),
        Loop("a hundred look-ups of one id", "the answer is known after the first", 100, (c, _) => c.Read(
            "SELECT name FROM authors WHERE id = $1", 7)),
        Loop("a hundred look-ups of four ids", "the answers are known after four", 100, (c, i) => c.Read(
            "SELECT name FROM authors WHERE id = $1", i % 4)),
        new("look-ups in parallel", "each row asks again, only at the same time")
        {
            Found = NPlusOne,
            Handle = c => Task.WhenAll(
                Enumerable.Range(1, 12).Select(i => c.Read("SELECT upper(name) FROM authors WHERE id = $1", i))),
        },
        new("a prepared look-up per row", "a prepared statement is a round trip, too")
        {
            Found = NPlusOne,
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await using var command = new NpgsqlCommand("SELECT name FROM authors WHERE id = $1", connection)
                {
                    Parameters = { new NpgsqlParameter<int>() },
                };
                await command.PrepareAsync(c.Cancel);
                for (var id = 1; id <= 12; id++)
                {
                    command.Parameters[0].Value = id;
                    await command.ExecuteScalarAsync(c.Cancel);
                }
            },
        },
        new("a connection string without a data source", "the texts alone show the repetition")
        {
            Found = NPlusOne,
            NotSeen = [HealthRules.HotAggregations], // a name can be that of a view
            Handle = async c =>
            {
                await using var connection = new NpgsqlConnection(c.Db.ConnectionString);
                for (var id = 1; id <= 25; id++)
                    await connection.QueryAsync("SELECT name FROM authors WHERE id = @id", new { id });
            },
        },
        new("few look-ups without a data source", "without parameters, nobody knows whether they differ")
        {
            NotSeen = [.. NPlusOne, HealthRules.HotAggregations],
            Handle = async c =>
            {
                await using var connection = new NpgsqlConnection(c.Db.ConnectionString);
                for (var id = 1; id <= 7; id++)
                    await connection.QueryAsync("SELECT name FROM authors WHERE id = @id", new { id });
            },
        },
    ];

    private static IEnumerable<CatalogueShape> Writes() =>
    [
        Write("an INSERT per row", "each row is a round trip", "INSERT INTO jobs VALUES ($1 + 100000, 'new')"),
        Write("an UPDATE by id per row", "each row is a round trip", "UPDATE jobs SET status = 'x' WHERE id = $1"),
        Write("a DELETE by id per row", "each row is a round trip", "DELETE FROM jobs WHERE id = $1"),
        Write("an upsert per row", "each row is a round trip",
            "INSERT INTO jobs VALUES ($1, 'x') ON CONFLICT (id) DO UPDATE SET status = 'x'"),
        Write("a CALL per row", "each row is a round trip", "CALL touch($1)") with { NotSeen = Hidden },
        new("a stored procedure per row", "CommandType.StoredProcedure is a CALL")
        {
            Found = NPlusOne,
            NotSeen = Hidden,
            Handle = c => c.InTransaction(async connection =>
            {
                for (var id = 1; id <= 25; id++)
                {
                    await using var command = new NpgsqlCommand("touch", connection)
                    {
                        CommandType = System.Data.CommandType.StoredProcedure,
                        Parameters = { new() { Value = id } },
                    };
                    await command.ExecuteNonQueryAsync(c.Cancel);
                }
            }),
        },
        Ef("a SaveChanges of two rows each", "each call saves two rows", async (blog, c) =>
        {
            await using var transaction = await blog.Database.BeginTransactionAsync(c.Cancel);
            for (var i = 0; i < 25; i++)
            {
                blog.Add(new Author { Id = 50_000 + i, Name = "new" });
                blog.Add(new Author { Id = 60_000 + i, Name = "new" });
                await blog.SaveChangesAsync(c.Cancel);
            }
            await transaction.RollbackAsync(c.Cancel);
        }),
        Ef("a SaveChanges per row", "each call saves one row", async (blog, c) =>
        {
            await using var transaction = await blog.Database.BeginTransactionAsync(c.Cancel);
            for (var i = 0; i < 25; i++)
            {
                blog.Add(new Author { Id = 30_000 + i, Name = "new" });
                await blog.SaveChangesAsync(c.Cancel);
            }
            await transaction.RollbackAsync(c.Cancel);
        }),
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        Ef("an Include", "one statement loads all rows", (blog, c) =>
            blog.Posts.Include(p => p.Author).Take(50).ToListAsync(c.Cancel), found: false),
        Ef("a split query", "two statements load all rows", (blog, c) =>
            blog.Authors.Include(a => a.Posts).AsSplitQuery().Take(50).ToListAsync(c.Cancel), found: false),
        Ef("a SaveChanges of many rows", "one batch saves all rows", async (blog, c) =>
        {
            await using var transaction = await blog.Database.BeginTransactionAsync(c.Cancel);
            for (var i = 0; i < 50; i++) blog.Add(new Author { Id = 40_000 + i, Name = "new" });
            await blog.SaveChangesAsync(c.Cancel);
            await transaction.RollbackAsync(c.Cancel);
        }, found: false),
        Loop("a few look-ups", "four are few", 4, (c, i) => c.Read("SELECT name FROM authors WHERE id = $1", i), found: false),
        Loop("a few notifications", "they are no look-ups", 10, (c, i) => c.Read("SELECT pg_notify('news', $1)", $"{i}"),
            found: false),
        Loop("a retry", "ten equal statements are a retry", 10, (c, _) => c.Read("SELECT status FROM jobs WHERE id = 1"),
            found: false),
        Loop("equal lists in new objects", "values are compared by content", 10, (c, _) => c.Read(
            "SELECT name FROM authors WHERE id = ANY($1)", new List<int> { 1, 2, 3 }), found: false),
        Loop("ids in chunks with ANY", "fifty ids per round trip are the cure", 30, (c, i) => c.Read(
            "SELECT name FROM authors WHERE id = ANY($1)", Enumerable.Range(50 * i, 50).ToArray()), found: false),
        Loop("ids in chunks with unnest", "fifty ids per round trip are the cure", 30, (c, i) => c.Read(
            "SELECT name FROM authors JOIN unnest($1) AS chunk(id) USING (id)", Enumerable.Range(50 * i, 50).ToArray()),
            found: false),
        Loop("ids in chunks as JSON", "fifty ids per round trip are the cure", 30, (c, i) => c.Read(
            "SELECT name FROM authors JOIN jsonb_array_elements_text($1::jsonb) AS chunk(id) ON chunk.id::int = authors.id",
            $"[{string.Join(",", Enumerable.Range(50 * i, 50))}]"), found: false),
        Loop("ids in chunks in the text", "fifty ids per round trip are the cure", 30, (c, i) => c.Read(
            $"SELECT name FROM authors WHERE id IN ({string.Join(", ", Enumerable.Range(50 * i, 50))})"), found: false),
        Loop("changes in chunks", "fifty rows per round trip are the cure", 25, (c, i) => c.Read(
            "UPDATE jobs SET status = status WHERE id > $1 AND id <= $1 + 50", 50 * i), found: false),
        Loop("pages after a key", "only the ordered column's value changes", 12, (c, i) => c.Read(
            "SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT 10", 10 * i), found: false),
        Loop("pages after two keys", "only the ordered columns' values change", 12, (c, i) => c.Read(
            "SELECT id FROM posts WHERE (author_id, id) < ($1, $2) ORDER BY author_id DESC, id DESC LIMIT 10",
            200 - 10 * i, 200 - 10 * i), found: false),
        Loop("pages after two keys, written with OR", "only the ordered columns' values change", 12, (c, i) => c.Read(
            "SELECT id FROM posts WHERE author_id > $1 OR (author_id = $1 AND id > $2) ORDER BY author_id, id LIMIT 10",
            10 * i, 10 * i), found: false),
        Loop("pages by OFFSET, all in one request", "only the OFFSET changes, and it stays small", 12, (c, i) => c.Read(
            "SELECT id FROM posts ORDER BY id LIMIT 10 OFFSET $1", 10 * i), found: false),
        new("a batch of look-ups", "one round trip sends them all")
        {
            Handle = async c =>
            {
                await using var batch = c.Db.Source.CreateBatch();
                for (var id = 1; id <= 20; id++)
                {
                    batch.BatchCommands.Add(
                        new("SELECT name FROM authors WHERE id = $1") { Parameters = { new() { Value = id } } });
                }
                await batch.ExecuteNonQueryAsync(c.Cancel);
            },
        },
        new("a COPY", "one command writes all rows")
        {
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await connection.ExecuteAsync("CREATE TEMP TABLE copied (n int)");
                await using (var copy = await connection.BeginBinaryImportAsync("COPY copied FROM STDIN (FORMAT binary)", c.Cancel))
                {
                    for (var n = 0; n < 500; n++) await copy.WriteRowAsync(c.Cancel, n);
                    await copy.CompleteAsync(c.Cancel);
                }
                await connection.ExecuteAsync("DROP TABLE copied");
            },
        },
    ];

    private static CatalogueShape Loop(
        string name, string why, int times, Func<CatalogueCall, int, Task> work, bool found = true) => new(name, why)
        {
            Found = found ? NPlusOne : [],
            Handle = async c =>
            {
                for (var i = 1; i <= times; i++) await work(c, i);
            },
        };

    private static CatalogueShape Write(string name, string why, string sql) => new(name, why)
    {
        Found = NPlusOne,
        Handle = c => c.InTransaction(async connection =>
        {
            for (var id = 1; id <= 25; id++)
            {
                await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = id } } };
                await command.ExecuteNonQueryAsync(c.Cancel);
            }
        }),
    };

    private static CatalogueShape Ef(
        string name, string why, Func<BlogContext, CatalogueCall, Task> work, bool found = true) => new(name, why)
        {
            Found = found ? NPlusOne : [],
            Handle = async c =>
            {
                await using var blog = BlogContext.On(c.Db);
                await work(blog, c);
            },
        };
}
