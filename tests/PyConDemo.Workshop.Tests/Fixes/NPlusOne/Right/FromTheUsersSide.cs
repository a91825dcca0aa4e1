// Right
// A compiled LINQ join that streams, written from both tables and without a navigation.
namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly Func<DemoDb, int, IAsyncEnumerable<PostItem>> Latest =
        EF.CompileAsyncQuery((DemoDb db, int count) =>
            from post in db.Posts.OrderByDescending(post => post.Id).Take(count)
            join user in db.Users on post.AuthorId equals user.Id
            orderby post.Id descending
            select new PostItem(post.Id, post.Title, post.CreatedAt, user.Name));

    /// <summary>Posts with their author's name, with a compiled query.</summary>
    public static async Task<IResult> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var items = new PostItem[size];
        var count = 0;
        await foreach (var item in Latest(db, size).WithCancellation(cancellationToken))
            items[count++] = item;

        return Results.Json(new NPlusOneResult(items[..count]));
    }
}
