using Dapper;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Statements that read one page of many.</summary>
internal static class PagedShapes
{
    private static readonly string[] Offset = [HealthRules.OffsetPagination];

    public static IEnumerable<CatalogueShape> All =>
    [
        Deep("OFFSET in the text", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET 10000"),
        Deep("OFFSET as a parameter", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 10_000),
        Deep("OFFSET with FETCH NEXT", "SELECT id FROM orders ORDER BY id OFFSET 10000 ROWS FETCH NEXT 50 ROWS ONLY"),
        Deep("OFFSET with COALESCE", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET COALESCE($1, 0)", 10_000),
        Deep("OFFSET with GREATEST", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET GREATEST(($1 - 1) * 50, 0)", 201),
        Deep("OFFSET in parentheses", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET($1)", 10_000),
        Deep("OFFSET with a cast", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1::int", "10000"),
        Deep("a page past the end", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 100_000),
        Deep("OFFSET in a subquery",
            "SELECT p.id FROM (SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1) p JOIN orders USING (id)", 10_000),
        Deep("OFFSET in a CTE",
            "WITH page AS (SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1) SELECT * FROM page", 10_000),
        Deep("a row number between", "SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rn FROM orders) o "
            + "WHERE rn BETWEEN $1 AND $1 + 49", 10_001),
        new("OFFSET as Dapper's parameter in another case", "PostgreSQL computes all skipped rows")
        {
            Found = Offset,
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await connection.QueryAsync("SELECT id FROM orders ORDER BY id LIMIT @Size OFFSET @Offset",
                    new { size = 50, offset = 10_000 });
            },
        },
        new("OFFSET as arithmetic", "PostgreSQL computes all skipped rows")
        {
            Found = Offset,
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await connection.QueryAsync("SELECT id FROM orders ORDER BY id LIMIT @size OFFSET (@page - 1) * @size",
                    new { page = 201, size = 50 });
            },
        },
        new("EF Core's Skip", "PostgreSQL computes all skipped rows")
        {
            Found = Offset,
            Handle = async c =>
            {
                await using var blog = BlogContext.On(c.Db);
                await blog.Database.SqlQuery<int>($"""SELECT id AS "Value" FROM orders""")
                    .OrderBy(id => id).Skip(10_000).Take(50).ToListAsync(c.Cancel);
            },
        },
        new("a cursor that moves", "PostgreSQL computes all skipped rows")
        {
            Found = Offset,
            Handle = c => c.InTransaction(async connection =>
            {
                await connection.ExecuteAsync("DECLARE page CURSOR FOR SELECT id FROM orders ORDER BY id");
                await connection.ExecuteAsync("MOVE FORWARD 10000 FROM page");
                await connection.ExecuteAsync("FETCH 50 FROM page");
            }),
        },
        new("many pages in one request", "the skipped rows of all pages add up")
        {
            Found = Offset,
            Handle = async c =>
            {
                for (var page = 0; page < 15; page++)
                    await c.Read("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 50 * page);
            },
        },
        new("OFFSET that a subquery computes", "the text does not tell the number")
        {
            NotSeen = Offset,
            Handle = c => c.Read("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET (SELECT max(id) * 50 FROM authors)"),
        },
        new("OFFSET without a data source", "neither the parameter nor the rows are known")
        {
            NotSeen = [.. Offset, HealthRules.HotAggregations],
            Handle = async c =>
            {
                await using var connection = new Npgsql.NpgsqlConnection(c.Db.ConnectionString);
                await connection.QueryAsync("SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET @skip", new { skip = 10_000 });
            },
        },
        Right("the first page", "it skips nothing", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 0),
        new("a page and its total in one command", "the text's OFFSET counts once")
        {
            NotSeen = [HealthRules.HotAggregations], // several statements have no common plan
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await using var both = await connection.QueryMultipleAsync(
                    "SELECT count(*) FROM authors; SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET @skip",
                    new { skip = 600 });
            },
        },
        Right("the second page", "it skips fifty rows", "SELECT id FROM orders ORDER BY id LIMIT 50 OFFSET $1", 50),
        Right("a page after a key", "the index finds its first row",
            "SELECT id FROM orders WHERE id > $1 ORDER BY id LIMIT 50", 10_000),
        Right("a page past the end of a short list", "PostgreSQL computed the 200 rows of the table",
            "SELECT id FROM documents ORDER BY id LIMIT 50 OFFSET $1", 100_000),
        Right("OFFSET in a text and in a comment", "a literal and a comment are no clause",
            "SELECT 'LIMIT 50 OFFSET 10000' -- OFFSET 10000"),
        Right("a column that is called offset", "a quoted name is no clause",
            "SELECT id AS \"OFFSET 10000\", id AS offset FROM authors ORDER BY id LIMIT 5"),
        Right("a null OFFSET", "PostgreSQL takes it as 0",
            "SELECT id FROM authors ORDER BY id LIMIT 50 OFFSET $1", DBNull.Value),
        Right("the newest row of each group", "an upper bound of a row number skips nothing",
            "SELECT * FROM (SELECT id, row_number() OVER (PARTITION BY author_id ORDER BY id DESC) AS rn FROM posts) p "
            + "WHERE rn <= 1"),
    ];

    private static CatalogueShape Deep(string name, string sql, params object[] values)
        => new(name, "PostgreSQL computes all skipped rows") { Found = Offset, Handle = c => c.Read(sql, values) };

    private static CatalogueShape Right(string name, string why, string sql, params object[] values)
        => new(name, why) { Handle = c => c.Read(sql, values) };
}
