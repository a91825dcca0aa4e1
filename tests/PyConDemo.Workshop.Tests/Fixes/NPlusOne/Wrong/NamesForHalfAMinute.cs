// Refused: stale
// It keeps the authors' names for 30 seconds, so a new name isn't shown at once.
using Microsoft.Extensions.Caching.Memory;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        IMemoryCache cache,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .AsNoTracking()
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        var missing = posts.Select(post => post.AuthorId).Distinct()
            .Where(id => !cache.TryGetValue(Key(id), out _))
            .ToArray();
        if (missing.Length > 0)
        {
            var authors = await db.Users
                .AsNoTracking()
                .Where(user => missing.Contains(user.Id))
                .ToListAsync(cancellationToken);
            foreach (var author in authors)
            {
                cache.Set(Key(author.Id), author.Name, TimeSpan.FromSeconds(30));
            }
        }

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, cache.Get<string>(Key(post.AuthorId))!))]));
    }

    private static string Key(int author) => $"the name of {author}";
}
