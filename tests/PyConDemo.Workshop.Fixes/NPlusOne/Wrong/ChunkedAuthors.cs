using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.NPlusOne.Wrong;

/// <summary>Sends a tenth of the commands, but still more for more posts.</summary>
[Fix("n-plus-one", Refused = "commands")]
public static class ChunkedAuthors
{
    public static async Task<Ok<NPlusOneResult>> GetPosts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, PostItem.MaxPosts)] int size = 100)
    {
        var posts = await db.Posts.AsNoTracking().OrderByDescending(post => post.Id).Take(size).ToListAsync(cancellationToken);
        var names = new Dictionary<int, string>();
        foreach (var chunk in posts.Chunk(10))
        {
            var ids = chunk.Select(post => post.AuthorId).ToArray();
            foreach (var author in await db.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToListAsync(cancellationToken))
            {
                names[author.Id] = author.Name;
            }
        }

        return TypedResults.Ok(new NPlusOneResult([.. posts.Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, names[post.AuthorId]))]));
    }
}
