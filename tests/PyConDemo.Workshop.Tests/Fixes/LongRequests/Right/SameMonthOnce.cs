// Right
// It answers with the report of the same month that is still queued, if there is one, because its
// rendering has not begun.

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
        var report = await db.Reports
            .AsNoTracking()
            .Where(other => other.Month == month && other.State == ReportState.Queued)
            .OrderBy(other => other.Id)
            .FirstOrDefaultAsync(cancellationToken);
        int? position = null;
        if (report is null)
        {
            report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };
            position = await backlog.TryEnqueueAsync(db, report, cancellationToken);
            if (position is null) return ReportBacklog.Full();
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
