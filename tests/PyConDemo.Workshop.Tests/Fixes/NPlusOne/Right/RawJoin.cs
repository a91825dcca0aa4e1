// Right
// One hand-written join over a connection of the data source, without EF Core.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private const string Sql = """
        SELECT p.id, p.title, p.created_at, u.name
        FROM (SELECT id, title, created_at, author_id FROM posts ORDER BY id DESC LIMIT $1) p
        JOIN users u ON u.id = p.author_id
        ORDER BY p.id DESC
        """;

    /// <summary>Posts with their author's name, read without EF Core.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<PostItem>();
        while (await row.ReadAsync(cancellationToken))
            items.Add(new(row.GetInt32(0), row.GetString(1), row.GetDateTime(2), row.GetString(3)));

        return TypedResults.Ok(new NPlusOneResult(items));
    }
}
