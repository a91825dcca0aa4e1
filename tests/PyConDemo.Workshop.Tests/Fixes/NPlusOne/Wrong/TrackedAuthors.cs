// Refused: commands
// It lets the context remember the authors, so it sends one command for each author instead of
// each post.

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
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]));
    }
}
