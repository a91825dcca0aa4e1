// Refused: no-pdf, same-answer
// It answers with the address of a report that is ready already, whatever month that one is of.

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

        var ready = await db.Reports
            .AsNoTracking()
            .Where(other => other.State == ReportState.Ready)
            .OrderByDescending(other => other.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (ready is not null)
        {
            return TypedResults.Accepted(
                $"/good/reports/{ready.Id}", LongRequestsResult.Of(ready));
        }

        if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position)
        {
            return ReportBacklog.Full();
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
