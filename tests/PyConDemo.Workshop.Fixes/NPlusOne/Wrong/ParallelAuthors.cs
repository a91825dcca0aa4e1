using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Wrong;

/// <summary>Sends the same commands, eight in parallel: the database has as much work.</summary>
[Fix("n-plus-one", Refused = "commands")]
public static class ParallelAuthors
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        IServiceScopeFactory scopes,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts.AsNoTracking().OrderByDescending(post => post.Id).Take(size).ToListAsync(cancellationToken);
        var names = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(posts, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (post, stop) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var own = scope.ServiceProvider.GetRequiredService<DemoDb>();
            names[post.AuthorId] = (await own.Users.AsNoTracking().SingleAsync(user => user.Id == post.AuthorId, stop)).Name;
        });

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, names[post.AuthorId]))]));
    }
}
