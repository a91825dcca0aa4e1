using Microsoft.AspNetCore.Diagnostics;
using PyConDemo.Stage.Page.Live;

namespace PyConDemo.Stage.Page;

/// <summary>Answers errors with problem+json (RFC 9457), whatever Accept says. The page shows the detail.</summary>
internal sealed class PageErrors : IExceptionHandler, IProblemDetailsWriter
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        (int Status, string? Detail)? error = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            InvalidInputException or BadReplayException => (404, exception.Message),
            ApiException or RaceRefusedException or RaceRunningException => (409, exception.Message),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => (499, null),
            OperationCanceledException => (409, "The measurement ended, because another one or a race started."),
            IOException or UnauthorizedAccessException => (503, "The folder with the replays can't be read."),
            _ => null,
        };
        if (error is not { } known) return false;

        if (known.Status == 503) context.Response.Headers.RetryAfter = "5"; // seconds
        await TypedResults.Problem(known.Detail, statusCode: known.Status).ExecuteAsync(context);
        return true;
    }

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        context.ProblemDetails.Status ??= response.StatusCode;
        var problem = TypedResults.Problem(context.ProblemDetails).ProblemDetails; // with the status's type and title
        await response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json");
    }
}

internal static class PageErrorHandling
{
    public static void AddPageErrors(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, PageErrors>(); // the first one that can write is asked
        services.AddProblemDetails().AddExceptionHandler<PageErrors>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // it names the parameter
    }

    /// <summary>Call it first, so that it sees the errors of all that follows.</summary>
    public static void UsePageErrors(this WebApplication app)
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
        && (response.StatusCode == 416 || response is { ContentLength: null, ContentType: null or "" });

    private static Task AnswerStatusAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentLength = null;
        // Routing doesn't know that each route with GET also answers HEAD.
        var allow = response.Headers.Allow.ToString();
        if (allow.Contains("GET", StringComparison.Ordinal) && !allow.Contains("HEAD", StringComparison.Ordinal))
            response.Headers.Allow = allow.Replace("GET", "GET, HEAD", StringComparison.Ordinal);
        return TypedResults.Problem(statusCode: response.StatusCode).ExecuteAsync(context);
    }
}
