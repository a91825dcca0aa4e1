// Refused: unbounded
// It limits the requests that are handled at once instead of the reports that wait, so the queue
// grows without an end.
using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly SemaphoreSlim InFlight = new(8);

    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportJobs jobs,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (!await InFlight.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return ReportBacklog.Full();
        }

        try
        {
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
        finally
        {
            InFlight.Release();
        }
    }
}
