namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Writes Retry-After. Without it, clients guess when to ask again, and some ask too often.</summary>
public static class RetryAfterHeader
{
    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        // A report takes less than a second. A full queue needs a few to make room.
        var seconds = (result as INestedHttpResult)?.Result switch
        {
            Accepted<LongRequestsResult> => "1",
            Ok<LongRequestsResult> { Value.State: ReportState.Queued or ReportState.Running } => "1",
            ProblemHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable } => "5",
            _ => null,
        };
        if (seconds is not null) context.HttpContext.Response.Headers.RetryAfter = seconds;

        return result;
    }
}
