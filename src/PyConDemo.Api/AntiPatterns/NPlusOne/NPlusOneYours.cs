using PyConDemo.Api.AntiPatterns.NPlusOne.Support;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    // YOUR TURN: 100 posts take 101 commands. Make it one command for any number of posts.

    /// <summary>Posts with their author's name: one query, and one more per post.</summary>
    /// <remarks>Count the commands: size=1 sends 2, and size=100 sends 101.</remarks>
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

        var items = posts
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .Until(cancellationToken) // a lazy load takes no token
            .ToList();

        return TypedResults.Ok(new NPlusOneResult(items));
    }
}
