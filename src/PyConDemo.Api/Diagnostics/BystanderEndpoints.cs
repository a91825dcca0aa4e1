namespace PyConDemo.Api.Diagnostics;

/// <summary>Routes without any anti-pattern. Their latency shows what other users of a busy server notice.</summary>
public static class BystanderEndpoints
{
    public static void MapBystander(this IEndpointRouteBuilder app)
    {
        var bystanders = app.MapGroup("").WithTags("bystander");

        bystanders.MapGet("/bystander", GetBystander);
        bystanders.MapGet("/ping", Ping);
    }

    /// <summary>One primary-key read.</summary>
    /// <remarks>It has nothing to do with any anti-pattern. Watch its latency while a race runs.</remarks>
    private static async Task<Ok<Bystander>> GetBystander(DemoDb db, CancellationToken cancellationToken)
        => TypedResults.Ok(await db.Users
            .Where(user => user.Id == 1)
            .Select(user => new Bystander(user.Id, user.Name))
            .SingleAsync(cancellationToken));

    /// <summary>An answer without the database.</summary>
    /// <remarks>If this route is slow, the server itself is overloaded, and not PostgreSQL.</remarks>
    private static Ok<string> Ping() => TypedResults.Ok("pong");
}

/// <summary>One user.</summary>
public sealed record Bystander(int Id, string Name);
