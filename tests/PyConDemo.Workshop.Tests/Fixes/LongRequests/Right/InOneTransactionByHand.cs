// Right
// It writes the row and the job in one transaction by hand, under the lock of the queue.
using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly SemaphoreSlim Gate = new(1);

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

        await Gate.WaitAsync(cancellationToken);
        try
        {
            using var scope = new TransactionScope(
                TransactionScopeOption.Required,
                new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
                TransactionScopeAsyncFlowOption.Enabled);

            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})",
                cancellationToken);

            var waiting = await db.Reports.CountAsync(
                other => other.State == ReportState.Queued || other.State == ReportState.Running,
                cancellationToken);
            if (waiting >= settings.MaxQueued) return ReportBacklog.Full();

            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);
            jobs.Enqueue(report.Id);
            scope.Complete();
        }
        finally
        {
            Gate.Release();
        }

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }
}
