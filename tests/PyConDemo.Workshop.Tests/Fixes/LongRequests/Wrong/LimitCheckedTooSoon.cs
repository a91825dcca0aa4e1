// Refused: unbounded
// It counts the waiting reports first and without a lock, so all requests that come at once find
// the queue empty.
using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportJobs jobs,
        ReportsSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var waiting = await db.Reports.CountAsync(
            other => other.State == ReportState.Queued || other.State == ReportState.Running,
            cancellationToken);
        if (waiting >= settings.MaxQueued) return ReportBacklog.Full();

        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        using var scope = new TransactionScope(
            TransactionScopeOption.Required,
            new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
            TransactionScopeAsyncFlowOption.Enabled);

        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);
        jobs.Enqueue(report.Id);
        scope.Complete();

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
