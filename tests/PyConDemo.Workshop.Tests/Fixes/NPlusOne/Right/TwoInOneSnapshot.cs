// Right
// Two commands for any size, in one snapshot: the posts, and then their different authors.
using System.Data;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name. Each author is read once.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);
        var posts = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new { post.Id, post.Title, post.CreatedAt, post.AuthorId })
            .ToListAsync(cancellationToken);
        var authors = posts.Select(post => post.AuthorId).Distinct().Order().ToArray();
        var names = await db.Users
            .Where(user => authors.Contains(user.Id))
            .Select(user => new { user.Id, user.Name })
            .ToDictionaryAsync(user => user.Id, user => user.Name, cancellationToken);
        await snapshot.CommitAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(
            [.. posts.Select(p => new PostItem(p.Id, p.Title, p.CreatedAt, names[p.AuthorId]))]));
    }
}
