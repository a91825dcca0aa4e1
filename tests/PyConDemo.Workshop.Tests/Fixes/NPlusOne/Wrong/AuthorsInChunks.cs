// Refused: commands
// It loads the authors in chunks of 250 ids, so a list with more authors sends more commands.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private const int Chunk = 250;

    /// <summary>Posts with their author's name, the names in chunks.</summary>
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

        var names = new Dictionary<int, string>();
        foreach (var ids in posts.Select(post => post.AuthorId).Distinct().Chunk(Chunk))
        {
            var authors = await db.Users
                .Where(user => ids.Contains(user.Id))
                .Select(user => new { user.Id, user.Name })
                .ToListAsync(cancellationToken);
            foreach (var author in authors) names[author.Id] = author.Name;
        }

        return TypedResults.Ok(new NPlusOneResult(
            [.. posts.Select(p => new PostItem(p.Id, p.Title, p.CreatedAt, names[p.AuthorId]))]));
    }
}
