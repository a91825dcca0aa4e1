namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Writes the header Retry-After, which says when to ask again. Without it, clients guess, and some poll too
/// often.</summary>
public static class RetryAfterHeader
{
    // Seconds. A report takes less than one. A full queue needs a few to make room.
    private const string Pending = "1", Full = "5";

    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var seconds = result is INestedHttpResult nested ? Seconds(nested.Result) : null;
        if (seconds is not null) context.HttpContext.Response.Headers.RetryAfter = seconds;

        return result;
    }

    private static string? Seconds(IResult result) => result switch
    {
        Accepted<LongRequestsResult> => Pending,
        Ok<LongRequestsResult> { Value.State: ReportState.Queued or ReportState.Running } => Pending,
        ProblemHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable } => Full,
        _ => null,
    };
}
