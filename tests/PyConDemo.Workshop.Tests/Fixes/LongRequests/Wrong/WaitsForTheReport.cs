// Refused: waits, renders-first
// It queues the report, but answers 202 only when the report is ready.

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

        while (await db.Reports.AnyAsync(
            other => other.Id == report.Id
                && (other.State == ReportState.Queued || other.State == ReportState.Running),
            cancellationToken))
        {
            await Task.Delay(20, cancellationToken);
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
