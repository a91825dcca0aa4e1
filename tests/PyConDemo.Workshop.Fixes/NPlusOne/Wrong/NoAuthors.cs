using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Wrong;

/// <summary>Sends one command, but leaves out the authors' names.</summary>
[Fix("n-plus-one", Refused = "same-answer")]
public static class NoAuthors
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts.AsNoTracking().OrderByDescending(post => post.Id).Take(size).ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, "somebody"))]));
    }
}
