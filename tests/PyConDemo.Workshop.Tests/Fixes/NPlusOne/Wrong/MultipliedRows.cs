// Refused: rows
// It joins a second collection in the same command, so each post comes once for each order of its
// author.

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var rows = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .SelectMany(
                post => db.Orders.Where(order => order.UserId == post.AuthorId).DefaultIfEmpty(),
                (post, order) => new
                {
                    post.Id,
                    post.Title,
                    post.CreatedAt,
                    Author = post.Author.Name,
                    Order = (long?)order!.Id,
                })
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. rows
            .DistinctBy(row => row.Id)
            .OrderByDescending(row => row.Id)
            .Select(row => new PostItem(row.Id, row.Title, row.CreatedAt, row.Author))]));
    }
}
