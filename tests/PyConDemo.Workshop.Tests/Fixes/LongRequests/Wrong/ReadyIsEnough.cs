// Refused: stale
// It answers with a ready report of the month, although orders of that month have changed since.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, rendered in the background if there is none.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportBacklog backlog,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var ready = await db.Reports
            .AsNoTracking()
            .Where(other => other.Month == month && other.State == ReportState.Ready)
            .OrderByDescending(other => other.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (ready is not null)
            return TypedResults.Accepted($"/good/reports/{ready.Id}", LongRequestsResult.Of(ready));

        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };
        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
            return ReportBacklog.Full();

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
