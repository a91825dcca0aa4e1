// Right
// It compiles the query with the join once for all requests.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly Func<DemoDb, int, IAsyncEnumerable<PostItem>> Posts =
        EF.CompileAsyncQuery((DemoDb db, int count) => db.Posts
            .OrderByDescending(post => post.Id)
            .Take(count)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name)));

    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var items = new List<PostItem>(size);
        await foreach (var post in Posts(db, size).WithCancellation(cancellationToken))
        {
            items.Add(post);
        }

        return TypedResults.Ok(new NPlusOneResult(items));
    }
}
