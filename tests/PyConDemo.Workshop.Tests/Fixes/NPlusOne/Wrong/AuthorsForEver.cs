// Refused: stale, commands
// It keeps the authors' names without an end: the list is wrong after the first rename, and the
// first list sends a command for each author.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly ConcurrentDictionary<int, string> Names = [];

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

        var ids = posts.Select(post => post.AuthorId).Distinct();
        foreach (var id in ids.Where(id => !Names.ContainsKey(id)))
        {
            var user = await db.Users.AsNoTracking()
                .SingleAsync(user => user.Id == id, cancellationToken);
            Names[id] = user.Name;
        }

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, Names[post.AuthorId]))]));
    }
}
