// Refused: stale
// Its cache ends when the statistics count a write, but these counters come late and lag behind.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneYours
{
    private static readonly ConcurrentDictionary<int, (long Version, NPlusOneResult Page)>
        Pages = [];

    /// <summary>Posts with their author's name, kept until one of the two tables changes.</summary>
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var version = await db.Database.SqlQuery<long>($"""
            SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint AS "Value"
            FROM pg_stat_user_tables
            WHERE relid IN ('posts'::regclass, 'users'::regclass)
            """).SingleAsync(cancellationToken);
        if (Pages.TryGetValue(size, out var kept) && kept.Version == version)
            return TypedResults.Ok(kept.Page);

        var items = await db.Posts
            .OrderByDescending(post => post.Id)
            .Take(size)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(cancellationToken);
        var page = new NPlusOneResult(items);
        Pages[size] = (version, page);

        return TypedResults.Ok(page);
    }
}
