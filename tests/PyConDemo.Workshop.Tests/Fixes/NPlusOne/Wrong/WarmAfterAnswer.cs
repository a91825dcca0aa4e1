// Refused: commands
// The answer takes one join, but a background task then loads each author of the list by itself.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name, and warm profiles afterwards.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        IServiceScopeFactory scopes,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(p => new
            {
                p.AuthorId,
                Item = new PostItem(p.Id, p.Title, p.CreatedAt, p.Author.Name),
            })
            .ToListAsync(cancellationToken);

        _ = Task.Run(() => WarmUpAsync(scopes, [.. posts.Select(p => p.AuthorId).Distinct()]),
            CancellationToken.None);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => post.Item)]));
    }

    private static async Task WarmUpAsync(IServiceScopeFactory scopes, int[] authors)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        foreach (var id in authors)
            await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id);
    }
}
