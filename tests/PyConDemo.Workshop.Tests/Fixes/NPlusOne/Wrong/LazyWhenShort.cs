// Refused: commands
// It joins only when the list has 51 posts or more, and loads the authors of a shorter list one by
// one.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var query = db.Posts.AsNoTracking();
        if (size > 50) query = query.Include(post => post.Author);
        var posts = await query
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]));
    }
}
