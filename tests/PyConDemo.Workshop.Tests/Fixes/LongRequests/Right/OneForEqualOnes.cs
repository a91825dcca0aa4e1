// Right
// Equal requests share a report that still waits; it reads the orders later, so it is not stale.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, accepted now. It may be one that already waits.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);

        // Not one that is running: it may have read the orders before the last of them came.
        var waiting = await db.Reports
            .Where(other => other.State == ReportState.Queued && other.Month == month)
            .OrderBy(other => other.Id)
            .Select(other => new
            {
                Report = other,
                Before = db.Reports.Count(
                    first => first.State == ReportState.Queued && first.Id < other.Id),
            })
            .AsNoTracking()
            .FirstOrDefaultAsync(cancellationToken);
        if (waiting is not null)
        {
            return TypedResults.Accepted(
                $"/good/reports/{waiting.Report.Id}",
                LongRequestsResult.Of(waiting.Report, waiting.Before + 1));
        }

        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };
        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
            return ReportBacklog.Full();

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
