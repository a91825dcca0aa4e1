// Refused: bad-input
// It makes a size out of range fit instead of refusing it, so size=0 gets a post and not a 400.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name, for any size that somebody asks for.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db, CancellationToken cancellationToken, int size = 100)
    {
        var items = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(Math.Clamp(size, 1, PostItem.MaxPosts))
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(items));
    }
}
