// Refused: commands
// It sends two commands for up to 100 posts, and one more for each further hundred.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
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

        var names = new Dictionary<int, string>();
        foreach (var chunk in posts.Chunk(100))
        {
            var ids = chunk.Select(post => post.AuthorId).ToArray();
            var authors = await db.Users
                .AsNoTracking()
                .Where(user => ids.Contains(user.Id))
                .ToListAsync(cancellationToken);
            foreach (var author in authors) names[author.Id] = author.Name;
        }

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(
            post.Id, post.Title, post.CreatedAt, names[post.AuthorId]))]));
    }
}
