// Refused: stale
// It keeps a list until there is a newer post, so it misses each update and delete of what is in
// the list.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly ConcurrentDictionary<int, (int? Newest, NPlusOneResult List)> Lists
        = [];

    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var newest = await db.Posts.MaxAsync(post => (int?)post.Id, cancellationToken);
        if (Lists.TryGetValue(size, out var kept) && kept.Newest == newest)
        {
            return TypedResults.Ok(kept.List);
        }

        var posts = await db.Posts
            .AsNoTracking()
            .Include(post => post.Author)
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        var list = new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, post.Author.Name))]);
        Lists[size] = (newest, list);

        return TypedResults.Ok(list);
    }
}
