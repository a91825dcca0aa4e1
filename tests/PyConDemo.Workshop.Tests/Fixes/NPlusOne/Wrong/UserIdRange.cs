// Refused: rows
// It loads all users between the lowest and the highest author id, which is most of the table.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name, with two range scans.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new { post.Id, post.Title, post.CreatedAt, post.AuthorId })
            .ToListAsync(cancellationToken);
        if (posts.Count == 0) return TypedResults.Ok(new NPlusOneResult([]));

        var (low, high) = (posts.Min(post => post.AuthorId), posts.Max(post => post.AuthorId));
        var names = await db.Users
            .Where(user => user.Id >= low && user.Id <= high)
            .Select(user => new { user.Id, user.Name })
            .ToDictionaryAsync(user => user.Id, user => user.Name, cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(
            [.. posts.Select(p => new PostItem(p.Id, p.Title, p.CreatedAt, names[p.AuthorId]))]));
    }
}
