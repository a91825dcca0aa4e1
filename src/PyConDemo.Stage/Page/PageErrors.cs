using Microsoft.AspNetCore.Diagnostics;
using PyConDemo.WebServer;

namespace PyConDemo.Stage.Page;

/// <summary>Answers errors. The page shows their details.</summary>
internal sealed class PageErrors : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        (int Status, string? Detail)? error = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            InvalidInputException or BadReplayException => (404, exception.Message),
            ApiException or RaceRefusedException => (409, exception.Message),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => (499, null),
            IOException or UnauthorizedAccessException => (503, "The folder with the replays can't be read."),
            _ => null,
        };
        if (error is not { } known) return false;

        if (known.Status == 503) context.Response.Headers.RetryAfter = "5"; // seconds
        await TypedResults.Problem(known.Detail, statusCode: known.Status).ExecuteAsync(context);
        return true;
    }
}

internal static class PageErrorHandling
{
    public static void AddPageErrors(this IServiceCollection services)
    {
        services.AddProblemResponses();
        services.AddExceptionHandler<PageErrors>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // it names the parameter
    }
}
