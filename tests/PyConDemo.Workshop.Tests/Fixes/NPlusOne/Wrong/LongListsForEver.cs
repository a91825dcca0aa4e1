// Refused: stale
// It keeps lists of 500 and more posts for ever, because they are expensive.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly ConcurrentDictionary<int, NPlusOneResult> Long = [];

    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        if (Long.TryGetValue(size, out var kept)) return TypedResults.Ok(kept);

        var posts = await db.Posts
            .AsNoTracking()
            .Include(post => post.Author)
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        var result = new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]);
        if (size >= 500) Long[size] = result;

        return TypedResults.Ok(result);
    }
}
