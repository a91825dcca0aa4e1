using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Wrong;

/// <summary>Joins a second collection in the same command: each post comes once for each order of its author.</summary>
[Fix("n-plus-one", Refused = "rows")]
public static class MultipliedRows
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var rows = await db.Posts.AsNoTracking()
            .OrderByDescending(post => post.Id)
            .Take(size)
            .SelectMany(post => db.Orders.Where(order => order.UserId == post.AuthorId).DefaultIfEmpty(), (post, order) => new
            {
                post.Id,
                post.Title,
                post.CreatedAt,
                Author = post.Author.Name,
                Order = (long?)order!.Id,
            })
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new NPlusOneResult([.. rows.DistinctBy(row => row.Id).OrderByDescending(row => row.Id)
            .Select(row => new PostItem(row.Id, row.Title, row.CreatedAt, row.Author))]));
    }
}
