namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneProjected
{
    /// <summary>The next step: the same join reads only the four columns that are shown.</summary>
    /// <remarks>It reads four columns, and EF Core creates no entities for it.</remarks>
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

        return TypedResults.Ok(new NPlusOneResult(items));
    }
}
