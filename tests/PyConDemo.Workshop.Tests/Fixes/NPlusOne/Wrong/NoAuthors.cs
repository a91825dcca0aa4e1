// Refused: same-answer
// It sends one command, but leaves out the authors' names.

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
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, "somebody"))]));
    }
}
