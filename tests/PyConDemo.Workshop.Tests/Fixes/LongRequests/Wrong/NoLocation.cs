// Refused: location
// It accepts the report, but does not tell the client where it will be.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
        {
            return ReportBacklog.Full();
        }

        return TypedResults.Accepted((string?)null, LongRequestsResult.Of(report, position));
    }
}
