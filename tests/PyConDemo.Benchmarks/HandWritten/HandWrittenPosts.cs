using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PyConDemo.Api.AntiPatterns.NPlusOne;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>
/// n-plus-one by hand: PostgreSQL sends all columns of both tables, as for the lane. This code reads four of them; the
/// lane's EF Core makes objects from all.
/// </summary>
internal static class HandWrittenPosts
{
    private const string Sql = """
        SELECT p0.id, p0.author_id, p0.body, p0.created_at, p0.title, u.id, u.city, u.created_at, u.email, u.name
        FROM (
            SELECT p.id, p.author_id, p.body, p.created_at, p.title
            FROM posts AS p
            ORDER BY p.id DESC
            LIMIT $1
        ) AS p0
        INNER JOIN users AS u ON p0.author_id = u.id
        ORDER BY p0.id DESC
        """;

    public static async Task<Ok<NPlusOneResult>> GetPosts(NpgsqlDataSource db, CancellationToken cancellationToken, int size = 100)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = size } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var posts = new List<PostItem>(size);
        while (await reader.ReadAsync(cancellationToken))
        {
            posts.Add(new PostItem(
                reader.GetInt32(0), CreatedAt: reader.GetDateTime(3), Title: reader.GetString(4), Author: reader.GetString(9)));
        }

        return TypedResults.Ok(new NPlusOneResult(posts));
    }
}
