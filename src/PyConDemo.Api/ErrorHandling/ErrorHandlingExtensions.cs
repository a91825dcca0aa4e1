using Microsoft.AspNetCore.Diagnostics;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Makes every error response a problem+json (RFC 9457) that says what is wrong.</summary>
public static class ErrorHandlingExtensions
{
    public static void AddErrorHandling(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // the first one that can write is asked
        builder.Services.AddProblemDetails();
        builder.Services.AddValidation();
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        // In Production too: the exception names the bad parameter, and a plain 400 doesn't.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    /// <summary>Call it first, so that it sees the errors of all that follows.</summary>
    public static void UseErrorHandling(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(AnswerStatusAsync);
    }

    /// <summary>Answers 503 with Retry-After, because the same request may succeed soon.</summary>
    /// <param name="retryAfterSeconds">A restart of the database takes about 2 s.</param>
    public static Task AnswerUnavailableAsync(this HttpContext context, string reason, int retryAfterSeconds = 2)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }

    private static Task AnswerStatusAsync(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        // Routing doesn't know that each route with GET also answers HEAD.
        var allow = response.Headers.Allow.ToString();
        if (allow.Contains("GET", StringComparison.Ordinal))
            response.Headers.Allow = allow.Replace("GET", "GET, HEAD", StringComparison.Ordinal);
        return TypedResults.Problem(statusCode: response.StatusCode).ExecuteAsync(context.HttpContext);
    }
}
