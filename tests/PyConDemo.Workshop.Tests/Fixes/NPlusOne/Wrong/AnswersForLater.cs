// Refused: memory
// It keeps each answer for a report that nobody has written yet, and never removes one.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly ConcurrentBag<NPlusOneResult> Answers = [];

    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var items = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(cancellationToken);

        var answer = new NPlusOneResult(items);
        Answers.Add(answer);
        return TypedResults.Ok(answer);
    }
}
