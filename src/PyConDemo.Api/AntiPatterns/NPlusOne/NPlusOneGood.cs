using PyConDemo.Api.AntiPatterns.NPlusOne.Support;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneGood
{
    /// <summary>Posts with their author's name, with one query that joins.</summary>
    /// <remarks>Count the commands: it sends 1, whatever the size.</remarks>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .AsNoTracking()
            .Include(post => post.Author)
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
