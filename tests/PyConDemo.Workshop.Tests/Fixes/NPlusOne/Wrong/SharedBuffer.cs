// Refused: at-once, fails
// All requests fill the same list to save memory, so two requests at once mix their posts.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly List<PostItem> Buffer = new(PostItem.MaxPosts);

    /// <summary>Posts with their author's name, without a new list for each request.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var items = db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .AsAsyncEnumerable();

        Buffer.Clear();
        await foreach (var item in items.WithCancellation(cancellationToken)) Buffer.Add(item);

        return TypedResults.Ok(new NPlusOneResult(Buffer));
    }
}
