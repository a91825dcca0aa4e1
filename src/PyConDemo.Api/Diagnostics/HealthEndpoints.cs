namespace PyConDemo.Api.Diagnostics;

/// <summary>Live: the process answers. Ready: the data is seeded and proven, and the database answers.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
    }
}
