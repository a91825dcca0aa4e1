// Refused: same-answer
// The page is sorted, and the join may put its rows in another order.

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
            WITH page AS MATERIALIZED (
                SELECT id, title, created_at, author_id FROM posts ORDER BY id DESC LIMIT $1)
            SELECT page.id, page.title, page.created_at, users.name
            FROM page JOIN users ON users.id = page.author_id
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
