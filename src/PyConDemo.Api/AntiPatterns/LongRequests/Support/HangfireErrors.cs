namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Answers requests that Hangfire's pages answer with 500, such as one with a job id that is no number.
/// </summary>
public static class HangfireErrors
{
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var isStatistics = context.Request.Path == "/stats"; // the page's script reads its numbers there, with a form
        if (Refuse(context.Request, isStatistics) is { } refusal)
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
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static ProblemHttpResult? Refuse(HttpRequest request, bool isStatistics) => request.Method switch
    {
        "POST" when !isStatistics => TypedResults.Problem("Hangfire's page is read-only here.", statusCode: 403),
        "POST" when !request.HasFormContentType => TypedResults.Problem("Send a form.", statusCode: 415),
        "POST" => null,
        "GET" when !isStatistics => null,
        _ => TypedResults.Problem(statusCode: 405),
    };
}
