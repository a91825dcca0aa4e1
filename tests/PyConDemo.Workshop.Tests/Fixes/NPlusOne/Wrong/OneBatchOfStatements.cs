// Refused: commands
// It sends one statement for each post in a single batch: the database still executes all of them.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .AsNoTracking()
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var post in posts)
        {
            batch.BatchCommands.Add(new("SELECT name FROM users WHERE id = $1")
            {
                Parameters = { new() { Value = post.AuthorId } },
            });
        }

        var names = new Queue<string>(posts.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            await reader.ReadAsync(cancellationToken);
            names.Enqueue(reader.GetString(0));
        }
        while (await reader.NextResultAsync(cancellationToken));

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, names.Dequeue()))]));
    }
}
