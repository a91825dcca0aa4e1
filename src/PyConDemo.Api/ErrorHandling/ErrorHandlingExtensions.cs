namespace PyConDemo.Api.ErrorHandling;

/// <summary>Every error answer is problem+json (RFC 9457) and says what is wrong.</summary>
public static class ErrorHandlingExtensions
{
    /// <summary>Seconds that a client is asked to wait: about what a restart of the database takes.</summary>
    private const int RetryAfter = 2;

    public static void AddErrorHandling(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddValidation();
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        // In Production too: a thrown BadHttpRequestException carries the parameter's name, the bare 400 doesn't.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseErrorHandling(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>503 with Retry-After: the same request may succeed soon.</summary>
    public static Task AnswerUnavailableAsync(this HttpContext context, string why)
    {
        context.Response.Headers.RetryAfter = RetryAfter.ToString();
        return TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }
}
