namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Answers requests that Hangfire's pages answer with 500, such as one with a job id that is no number.
/// </summary>
public static class HangfireErrors
{
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        // The page's script reads its numbers there, with a form.
        var isStatistics = context.Request.Path.Value?.TrimEnd('/') == "/stats";
        if (await RefuseAsync(context.Request, isStatistics) is { } refusal)
        {
            if (refusal.StatusCode == 405) context.Response.Headers.Allow = isStatistics ? "POST" : "GET, HEAD";
            await refusal.ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception error) when (error is FormatException or OverflowException && !context.Response.HasStarted)
        {
            context.Response.ContentType = null;
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static async Task<ProblemHttpResult?> RefuseAsync(HttpRequest request, bool isStatistics)
        => request.Method switch
        {
            "POST" when !isStatistics => TypedResults.Problem("Hangfire's page is read-only here.", statusCode: 403),
            "POST" when !request.HasFormContentType => TypedResults.Problem("Send a form.", statusCode: 415),
            "POST" when !await CanReadFormAsync(request) =>
                TypedResults.Problem("The form can't be read.", statusCode: 400),
            "POST" => null,
            "GET" when !isStatistics => null,
            _ => TypedResults.Problem(statusCode: 405),
        };

    /// <summary>A form that was read once is there for Hangfire too.</summary>
    private static async Task<bool> CanReadFormAsync(HttpRequest request)
    {
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return true;
        }
        // No boundary, an unknown charset, too many or too long values, or an end that is missing.
        catch (Exception error) when (error is InvalidDataException or ArgumentException or NotSupportedException
            or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            return false;
        }
    }
}
