namespace PyConDemo.Api.FailureDemos;

/// <summary>Starts and stops the demos that show how a fix can go wrong, and the one that contains a failure.</summary>
public static class FailureDemoEndpoints
{
    public static void AddFailureDemos(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FailureDemo, PlainRefresh>();
        builder.Services.AddSingleton<FailureDemo, HeldSnapshot>();
        builder.Services.AddSingleton<FailureDemo, BulkheadDemo>();
    }

    public static void MapFailureDemos(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/demo/acts").WithTags("demo").AddEndpointFilter<DevelopmentOnly>();

        routes.MapGet("", GetDemos);
        routes.MapPost("/{act}", StartDemo);
        routes.MapDelete("/{act}", StopDemo);
    }

    /// <summary>The failure demos, and which of them are running.</summary>
    /// <remarks>In Development, for local callers.</remarks>
    private static Ok<IEnumerable<FailureDemoState>> GetDemos(IEnumerable<FailureDemo> demos)
        => TypedResults.Ok(demos.Select(demo => demo.State));

    /// <summary>Starts a failure demo. A demo that runs already runs for another minute.</summary>
    /// <remarks>It ends at a DELETE, 60 s after the last POST, and with the process. In Development, locally.</remarks>
    private static Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> StartDemo(
        string act, IEnumerable<FailureDemo> demos, CancellationToken cancellationToken)
        => ChangeAsync(act, demos, demo => demo.StartAsync(cancellationToken));

    /// <summary>Stops a failure demo, and answers when everything is as before.</summary>
    /// <remarks>If the demo doesn't run, nothing happens. In Development, for local callers.</remarks>
    private static Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> StopDemo(
        string act, IEnumerable<FailureDemo> demos) => ChangeAsync(act, demos, demo => demo.StopAsync());

    private static async Task<Results<Ok<FailureDemoState>, ProblemHttpResult>> ChangeAsync(
        string act, IEnumerable<FailureDemo> demos, Func<FailureDemo, Task> change)
    {
        if (demos.FirstOrDefault(one => one.Name == act) is not { } demo)
            return TypedResults.Problem($"There is no demo '{act}'.", statusCode: StatusCodes.Status404NotFound);

        await change(demo);
        return TypedResults.Ok(demo.State);
    }
}
