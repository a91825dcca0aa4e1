// Refused: rows
// It sends two commands, but reads the whole table of users.

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

        var names = await db.Users
            .AsNoTracking()
            .ToDictionaryAsync(user => user.Id, user => user.Name, cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, names[post.AuthorId]))]));
    }
}
