using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Wrong;

/// <summary>Sends fewer posts, which is not the same answer.</summary>
[Fix("n-plus-one", Refused = "same-answer")]
public static class FewerPosts
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts.AsNoTracking().Include(post => post.Author).OrderByDescending(post => post.Id).Take(Math.Min(size, 10)).ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))]));
    }
}
