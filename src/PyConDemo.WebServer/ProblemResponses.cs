using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PyConDemo.WebServer;

/// <summary>Makes every error response a problem+json (RFC 9457), whatever the request accepts.</summary>
public static class ProblemResponses
{
    public static void AddProblemResponses(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, Writer>(); // the first one that can write is asked
        services.AddProblemDetails();
    }

    /// <summary>Call it first, so that it sees the errors of all that follows.</summary>
    public static void UseProblemResponses(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.Use(async (context, next) =>
        {
            await next(context);
            if (IsWithoutBody(context.Response)) await AnswerStatusAsync(context);
        });
    }

    // When a file's range can't be satisfied, the response has the file's type already. UseStatusCodePages would leave
    // it as it is.
    private static bool IsWithoutBody(HttpResponse response) => response is { StatusCode: >= 400, HasStarted: false }
        && (response.StatusCode == StatusCodes.Status416RangeNotSatisfiable
            || response is { ContentLength: null, ContentType: null or "" });

    private static Task AnswerStatusAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentLength = null;
        response.Headers.CacheControl = "no-store"; // a file's own value is for the file
        // Routing doesn't know that each route with GET also answers HEAD.
        var allow = response.Headers.Allow.ToString();
        if (allow.Contains("GET", StringComparison.Ordinal) && !allow.Contains("HEAD", StringComparison.Ordinal))
            response.Headers.Allow = allow.Replace("GET", "GET, HEAD", StringComparison.Ordinal);
        return TypedResults.Problem(statusCode: response.StatusCode).ExecuteAsync(context);
    }

    /// <summary>ASP.NET Core's own writer writes nothing for a client whose Accept names another format, such as a
    /// browser. RFC 9110 (12.5.1) lets a server ignore Accept, and an error must be readable.</summary>
    private sealed class Writer : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var response = context.HttpContext.Response;
            context.ProblemDetails.Status ??= response.StatusCode;
            // This adds the status's type and title.
            var problem = TypedResults.Problem(context.ProblemDetails).ProblemDetails;
            problem.Extensions.TryAdd("traceId", Activity.Current?.Id ?? context.HttpContext.TraceIdentifier);
            await response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json");
        }
    }
}
