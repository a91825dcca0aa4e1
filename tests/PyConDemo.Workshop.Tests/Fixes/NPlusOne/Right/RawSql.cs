// Right
// It joins in SQL.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = new List<PostItem>(size);
        await using var command = source.CreateCommand("""
            SELECT p.id, p.title, p.created_at, u.name
            FROM posts p JOIN users u ON u.id = p.author_id
            ORDER BY p.id DESC
            LIMIT $1
            """);
        command.Parameters.Add(new() { Value = size });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            posts.Add(new PostItem(
                reader.GetInt32(0),
                reader.GetString(1),
                reader.GetDateTime(2),
                reader.GetString(3)));
        }

        return TypedResults.Ok(new NPlusOneResult(posts));
    }
}
