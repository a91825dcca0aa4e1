// Refused: same-answer, fails
// It gets all names as one text with commas, so a name that has a comma moves the names after it.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    /// <summary>Posts with their author's name. The names come as one value.</summary>
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

        var ids = posts.Select(post => post.AuthorId).ToArray();
        var text = await db.Database.SqlQuery<string>($"""
            SELECT string_agg(u.name, ',' ORDER BY a.place) AS "Value"
            FROM unnest({ids}) WITH ORDINALITY AS a (id, place) JOIN users u ON u.id = a.id
            """).SingleAsync(cancellationToken);
        var names = text.Split(',');

        return TypedResults.Ok(new NPlusOneResult(
            [.. posts.Select((p, n) => new PostItem(p.Id, p.Title, p.CreatedAt, names[n]))]));
    }
}
