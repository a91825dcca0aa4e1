namespace PyConDemo.Api.FailureDemos;

/// <summary>Starts and stops the demos that show how a fix can go wrong.</summary>
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

    /// <summary>The failure demos: how a fix can go wrong.</summary>
    /// <remarks>In Development, for local callers.</remarks>
    private static Ok<IEnumerable<FailureDemoState>> GetDemos(IEnumerable<FailureDemo> demos)
        => TypedResults.Ok(demos.Select(demo => demo.State));

    /// <summary>Starts a failure demo. A demo that runs already runs for another minute.</summary>
    /// <remarks>The demo ends at a DELETE, 60 s after the last POST, and with the process. In Development, for local
    /// callers.</remarks>
    private static async Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> StartDemo(
        string act, IEnumerable<FailureDemo> demos, CancellationToken cancellationToken)
    {
        if (demos.FirstOrDefault(demo => demo.Name == act) is not { } found) return NotFound(act);

        await found.StartAsync(cancellationToken);
        return TypedResults.Ok(found.State);
    }

    /// <summary>Stops a failure demo, and answers when everything is as before.</summary>
    /// <remarks>If the demo doesn't run, nothing happens. In Development, for local callers.</remarks>
    private static async Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> StopDemo(
        string act, IEnumerable<FailureDemo> demos)
    {
        if (demos.FirstOrDefault(demo => demo.Name == act) is not { } found) return NotFound(act);

        await found.StopAsync();
        return TypedResults.Ok(found.State);
    }

    private static ProblemHttpResult NotFound(string act)
        => TypedResults.Problem($"There is no failure demo '{act}'.", statusCode: StatusCodes.Status404NotFound);
}
