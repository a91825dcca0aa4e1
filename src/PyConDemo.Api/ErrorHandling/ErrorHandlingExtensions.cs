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
        app.Use(async (context, next) =>
        {
            await next(context);
            if (IsWithoutBody(context.Response)) await AnswerStatusAsync(context);
        });
    }

    /// <summary>Answers 503 with Retry-After, because the same request may succeed soon.</summary>
    /// <param name="retryAfterSeconds">A restart of the database takes about 2 s.</param>
    public static Task AnswerUnavailableAsync(this HttpContext context, string reason, int retryAfterSeconds = 2)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
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
}
