using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.FailureDemos;

/// <summary>How a cure fails: what the speaker starts after the race, and undoes.</summary>
public static class FailureDemoEndpoints
{
    public static void AddFailureDemos(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FailureDemo, PlainRefresh>();
        builder.Services.AddSingleton<FailureDemo, HeldSnapshot>();
    }

    public static void MapFailureDemos(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/demo/acts").WithTags("demo").AddEndpointFilter<LocalCallersOnly>();

        routes.MapGet("", GetDemos);
        routes.MapPost("/{act}", StartDemo);
        routes.MapDelete("/{act}", StopDemo);
    }

    /// <summary>The second acts: how a cure fails.</summary>
    /// <remarks>In Development, for local callers.</remarks>
    private static Ok<IEnumerable<FailureDemoState>> GetDemos(IEnumerable<FailureDemo> acts) => TypedResults.Ok(acts.Select(act => act.State));

    /// <summary>Starts an act; when it is on, it stays on for another minute.</summary>
    /// <remarks>It ends by DELETE, after 60 s without another POST, and with the process. In Development, for local callers.</remarks>
    private static async Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> StartDemo(string act, IEnumerable<FailureDemo> acts, CancellationToken cancellationToken)
    {
        if (acts.FirstOrDefault(candidate => candidate.Name == act) is not { } found)
        {
            return Unknown(act);
        }

        await found.StartAsync(cancellationToken);
        return TypedResults.Ok(found.State);
    }

    /// <summary>Undoes an act, and answers when all is as before.</summary>
    /// <remarks>When it is not on, nothing happens. In Development, for local callers.</remarks>
    private static async Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> StopDemo(string act, IEnumerable<FailureDemo> acts)
    {
        if (acts.FirstOrDefault(candidate => candidate.Name == act) is not { } found)
        {
            return Unknown(act);
        }

        await found.StopAsync();
        return TypedResults.Ok(found.State);
    }

    private static ProblemHttpResult Unknown(string act)
        => TypedResults.Problem($"There is no act '{act}'.", statusCode: StatusCodes.Status404NotFound);
}
