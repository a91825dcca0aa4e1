using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Wrong;

/// <summary>Caches the authors without an end. The list is wrong after the first rename.</summary>
[Fix("n-plus-one", Refused = "stale")]
public static class AuthorsForEver
{
    private static readonly ConcurrentDictionary<int, string> Names = [];

    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts.AsNoTracking().OrderByDescending(post => post.Id).Take(size).ToListAsync(cancellationToken);
        foreach (var id in posts.Select(post => post.AuthorId).Distinct().Where(id => !Names.ContainsKey(id)))
        {
            Names[id] = (await db.Users.AsNoTracking().SingleAsync(user => user.Id == id, cancellationToken)).Name;
        }

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, Names[post.AuthorId]))]));
    }
}
