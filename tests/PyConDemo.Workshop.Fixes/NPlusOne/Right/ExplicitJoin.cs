using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Right;

/// <summary>Writes out the join.</summary>
[Fix("n-plus-one")]
public static class ExplicitJoin
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await (
            from post in db.Posts.OrderByDescending(post => post.Id).Take(size)
            join author in db.Users on post.AuthorId equals author.Id
            orderby post.Id descending
            select new PostItem(post.Id, post.Title, post.CreatedAt, author.Name)).ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult(posts));
    }
}
