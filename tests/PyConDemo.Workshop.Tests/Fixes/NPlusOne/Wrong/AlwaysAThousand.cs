// Refused: rows
// It reads 1,000 posts with their authors for a list of any size.

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
            .Take(PostItem.MaxPosts)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Take(size).Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]));
    }
}
