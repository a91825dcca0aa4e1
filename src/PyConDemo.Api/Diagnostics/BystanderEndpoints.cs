using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.Diagnostics;

/// <summary>Innocent routes: what they suffer while a race runs is what the other users of a stressed server suffer.</summary>
public static class BystanderEndpoints
{
    public static void MapBystander(this IEndpointRouteBuilder app)
    {
        var innocent = app.MapGroup("").WithTags("bystander");

        innocent.MapGet("/bystander", GetBystander);
        innocent.MapGet("/ping", Ping);
    }

    /// <summary>One primary-key read.</summary>
    /// <remarks>Has nothing to do with any anti-pattern. Watch its latency while a race runs.</remarks>
    private static async Task<Ok<Bystander>> GetBystander(DemoDb db, CancellationToken cancellationToken)
        => TypedResults.Ok(await db.Users.Where(user => user.Id == 1).Select(user => new Bystander(user.Id, user.Name)).SingleAsync(cancellationToken));

    /// <summary>Answers without the database.</summary>
    /// <remarks>Slow here, and it is the server itself that is starved, not PostgreSQL.</remarks>
    private static Ok<string> Ping() => TypedResults.Ok("pong");
}
