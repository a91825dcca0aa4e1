// Refused: stale
// It keeps each page until there is a newer post, so a renamed author keeps the old name.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly ConcurrentDictionary<(int Size, int Newest), NPlusOneResult> Pages = [];

    /// <summary>Posts with their author's name, kept until the next post.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var newest = await db.Posts.MaxAsync(post => (int?)post.Id, cancellationToken) ?? 0;
        if (Pages.TryGetValue((size, newest), out var page)) return TypedResults.Ok(page);

        var items = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(cancellationToken);
        foreach (var old in Pages.Keys.Where(key => key.Newest != newest))
            Pages.TryRemove(old, out _);

        return TypedResults.Ok(Pages[(size, newest)] = new NPlusOneResult(items));
    }
}
