// Refused: fails
// It starts at the newest id, and without any post there is none, so an empty blog answers 500.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name, from the newest id downwards.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var newest = await db.Posts.MaxAsync(post => post.Id, cancellationToken);
        var items = await db.Posts
            .Where(post => post.Id <= newest)
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(items));
    }
}
