// Refused: commands
// It sends the same commands, eight in parallel: the database has as much work.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        IServiceScopeFactory scopes,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts
            .AsNoTracking()
            .OrderByDescending(post => post.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        var names = new ConcurrentDictionary<int, string>();
        var eight = new ParallelOptions
        {
            MaxDegreeOfParallelism = 8,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(posts, eight, async (post, stop) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var own = scope.ServiceProvider.GetRequiredService<DemoDb>();
            var author = await own.Users.AsNoTracking()
                .SingleAsync(user => user.Id == post.AuthorId, stop);
            names[post.AuthorId] = author.Name;
        });

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, names[post.AuthorId]))]));
    }
}
