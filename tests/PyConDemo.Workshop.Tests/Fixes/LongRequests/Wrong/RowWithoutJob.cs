// Refused: no-pdf, lost
// It writes the row of the report, but no job that renders it.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportsSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        await Gate.WaitAsync(cancellationToken);
        try
        {
            var waiting = await db.Reports.CountAsync(
                other => other.State == ReportState.Queued || other.State == ReportState.Running,
                cancellationToken);
            if (waiting >= settings.MaxQueued) return ReportBacklog.Full();

            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);
        }
        finally
        {
            Gate.Release();
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
