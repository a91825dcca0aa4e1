// Refused: commands
// It makes one round trip, but the batch in it holds one command for each author.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name, in two round trips.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new { post.Id, post.Title, post.CreatedAt, post.AuthorId })
            .ToListAsync(cancellationToken);
        if (posts.Count == 0) return TypedResults.Ok(new NPlusOneResult([]));

        await using var batch = source.CreateBatch();
        foreach (var id in posts.Select(post => post.AuthorId).Distinct())
        {
            batch.BatchCommands.Add(new("SELECT id, name FROM users WHERE id = $1")
            {
                Parameters = { new() { Value = id } },
            });
        }

        var names = new Dictionary<int, string>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                names[reader.GetInt32(0)] = reader.GetString(1);
        }
        while (await reader.NextResultAsync(cancellationToken));

        return TypedResults.Ok(new NPlusOneResult(
            [.. posts.Select(p => new PostItem(p.Id, p.Title, p.CreatedAt, names[p.AuthorId]))]));
    }
}
