// Refused: bad-input, no-pdf
// It accepts a month without orders: the job fails later, when the client can no longer be told.

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
        var report = new Report
        {
            Month = DateOnly.ParseExact(request.Month, "yyyy-MM", CultureInfo.InvariantCulture),
            AcceptedAt = clock.GetUtcNow().UtcDateTime,
        };

        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
        {
            return ReportBacklog.Full();
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
