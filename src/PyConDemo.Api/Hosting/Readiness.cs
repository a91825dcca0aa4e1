using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PyConDemo.Api.ErrorHandling;

namespace PyConDemo.Api.Hosting;

/// <summary>Whether the data is seeded and verified. Thread-safe.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource _seeded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the data is in place. It never becomes false again.</summary>
    public bool IsReady => _seeded.Task.IsCompletedSuccessfully;

    public Task Ready => _seeded.Task;

    public void Set() => _seeded.TrySetResult();
}

/// <summary>Until the data is seeded, routes that need it answer 503 with Retry-After.</summary>
public static class ReadinessGate
{
    private static readonly string[] OpenPaths =
        ["/health", "/ping", "/vitals", "/demo/patterns", "/openapi", "/swagger"];

    public static void UseReadinessGate(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();

        app.Use((context, next) => readiness.IsReady || IsOpen(context.Request.Path)
            ? next(context)
            : context.AnswerUnavailableAsync("The data is still being seeded."));
    }

    /// <summary>Live: the process answers. Ready: the data is seeded and verified, and the database answers.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        MapHealth("/health/live", new() { Predicate = _ => false });
        MapHealth("/health/ready", new() { ResponseWriter = HealthResponse.WriteAsync });

        void MapHealth(string path, HealthCheckOptions options)
            => app.MapHealthChecks(path, options).WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
    }

    /// <summary>True for a path that needs no data.</summary>
    public static bool IsOpen(PathString path) => OpenPaths.Any(open => path.StartsWithSegments(open));
}

/// <summary>Healthy when the data is in place and the database answers right now. It takes 2 s at most.</summary>
public sealed class ReadyCheck(
    Readiness readiness, [FromKeyedServices(DatabaseExtensions.Monitoring)] NpgsqlDataSource monitoring) : IHealthCheck
{
    // The last one of the seeded tables, and the last one of the seed steps. Neither is read, so no lock delays this.
    private const string HasTables = """
        SELECT to_regclass('demo_seed') IS NOT NULL AND to_regclass('hangfire.job') IS NOT NULL
        """;

    private readonly LimitedReading<object> _hasTables
        = new(TimeSpan.FromSeconds(2), () => monitoring.RunAsync(HasTables));

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.IsReady) return HealthCheckResult.Unhealthy("The data is still being seeded.");

        return await _hasTables.TryReadAsync() switch
        {
            true => HealthCheckResult.Healthy(),
            null => HealthCheckResult.Unhealthy("The database does not answer."),
            _ => HealthCheckResult.Unhealthy("The database has lost its tables. A restart of this program seeds it."),
        };
    }
}
