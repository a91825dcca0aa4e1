// Right
// PostgreSQL sends one row with four arrays, and the code puts their elements together.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private const string Sql = """
        WITH page AS (
            SELECT p.id, p.title, p.created_at,
                (SELECT u.name FROM users u WHERE u.id = p.author_id) AS author
            FROM posts p
            ORDER BY p.id DESC
            LIMIT @size)
        SELECT
            coalesce(array_agg(id ORDER BY id DESC), '{}'),
            coalesce(array_agg(title ORDER BY id DESC), '{}'),
            coalesce(array_agg(created_at ORDER BY id DESC), '{}'),
            coalesce(array_agg(author ORDER BY id DESC), '{}')
        FROM page
        """;

    /// <summary>Posts with their author's name, as columns.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("size", size);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var ids = row.GetFieldValue<int[]>(0);
        var titles = row.GetFieldValue<string[]>(1);
        var times = row.GetFieldValue<DateTime[]>(2);
        var authors = row.GetFieldValue<string[]>(3);

        return TypedResults.Ok(new NPlusOneResult(
            [.. ids.Select((id, n) => new PostItem(id, titles[n], times[n], authors[n]))]));
    }
}
