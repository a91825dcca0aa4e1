// Right
// It loads the authors in a second query, and the context sets them in the posts.

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
        var ids = posts.Select(post => post.AuthorId).Distinct().ToArray();
        await db.Users.Where(user => ids.Contains(user.Id)).LoadAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]));
    }
}
