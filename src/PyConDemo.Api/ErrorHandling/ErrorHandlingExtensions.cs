using PyConDemo.WebServer;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Makes every error response say what is wrong.</summary>
public static class ErrorHandlingExtensions
{
    public static void AddErrorHandling(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemResponses();
        builder.Services.AddValidation();
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        // In Production too: the exception names the bad parameter, and a plain 400 doesn't.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    /// <summary>Answers 503 with Retry-After, because the same request may succeed soon.</summary>
    /// <param name="retryAfterSeconds">A restart of the database takes about 2 s.</param>
    public static Task AnswerUnavailableAsync(this HttpContext context, string reason, int retryAfterSeconds = 2)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }
}
