// Right
// It selects only what the list shows, and EF Core joins.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(posts));
    }
}
