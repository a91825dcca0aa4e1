using PyConDemo.Api.ErrorHandling;

namespace PyConDemo.Api.Hosting;

/// <summary>Until the data is seeded, routes that need it answer 503 with Retry-After instead of half an answer.</summary>
public static class ReadinessGate
{
    private static readonly string[] Open = ["/health", "/ping", "/vitals", "/demo/patterns", "/openapi", "/swagger"];

    public static void UseReadinessGate(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();

        app.Use((context, next) => readiness.IsReady || Open.Any(path => context.Request.Path.StartsWithSegments(path))
            ? next(context)
            : context.AnswerUnavailableAsync("The data is still being seeded."));
    }
}
