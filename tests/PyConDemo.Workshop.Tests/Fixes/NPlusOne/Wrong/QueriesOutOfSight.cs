// Refused: commands
// It sends the same commands on another connection, in a task that does not belong to the
// request's execution context.

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

        Task<Dictionary<int, string>> reading;
        using (ExecutionContext.SuppressFlow())
        {
            reading = Task.Run(
                () => ReadNamesAsync(source, posts, cancellationToken), cancellationToken);
        }

        var names = await reading;

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, names[post.AuthorId]))]));
    }

    private static async Task<Dictionary<int, string>> ReadNamesAsync(
        NpgsqlDataSource source, IReadOnlyList<Post> posts, CancellationToken cancellationToken)
    {
        var names = new Dictionary<int, string>();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var post in posts)
        {
            await using var command = new NpgsqlCommand(
                "SELECT name FROM users WHERE id = $1", connection);
            command.Parameters.Add(new() { Value = post.AuthorId });
            names[post.AuthorId] = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        return names;
    }
}
