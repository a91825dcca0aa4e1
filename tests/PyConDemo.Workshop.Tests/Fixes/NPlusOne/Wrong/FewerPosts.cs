// Refused: same-answer
// It sends at most ten posts, and that is not the same answer.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .AsNoTracking()
            .Include(post => post.Author)
            .OrderByDescending(post => post.Id)
            .Take(Math.Min(size, 10))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]));
    }
}
