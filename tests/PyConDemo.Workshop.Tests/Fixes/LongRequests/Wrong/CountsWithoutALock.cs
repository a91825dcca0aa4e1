// Refused: unbounded
// It counts the queue without a lock, so requests at the same moment all find the last place free.
using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    /// <summary>A month's sales report, accepted now and rendered by a background worker.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportJobs jobs,
        ReportsSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var unfinished = await db.Reports
            .Where(other => other.State == ReportState.Queued || other.State == ReportState.Running)
            .Select(other => other.State)
            .ToListAsync(cancellationToken);
        if (unfinished.Count >= settings.MaxQueued) return ReportBacklog.Full();

        using (var scope = new TransactionScope(
            TransactionScopeOption.Required,
            new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
            TransactionScopeAsyncFlowOption.Enabled))
        {
            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);
            jobs.Enqueue(report.Id);
            scope.Complete();
        }

        var position = unfinished.Count(state => state == ReportState.Queued) + 1;
        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }
}
