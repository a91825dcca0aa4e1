// Right
// It writes out the join.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await (
            from post in db.Posts.OrderByDescending(post => post.Id).Take(size)
            join author in db.Users on post.AuthorId equals author.Id
            orderby post.Id descending
            select new PostItem(post.Id, post.Title, post.CreatedAt, author.Name))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(posts));
    }
}
