// Right
// It tries for the lock again and again, so no session waits in the server; else as in Good.
using Hangfire.States;
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

        while (true)
        {
            using (var scope = new TransactionScope(
                TransactionScopeOption.Required,
                new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
                TransactionScopeAsyncFlowOption.Enabled))
            {
                var isMine = await db.Database.SqlQuery<bool>($"""
                    SELECT pg_try_advisory_xact_lock(
                        {AdvisoryLock.Space}, {AdvisoryLock.ReportQueue}) AS "Value"
                    """).SingleAsync(cancellationToken);
                if (isMine)
                {
                    var queued = await db.Reports.CountAsync(
                        other => other.State == ReportState.Queued, cancellationToken);
                    var running = await db.Reports.CountAsync(
                        other => other.State == ReportState.Running, cancellationToken);
                    if (queued + running >= settings.MaxQueued) return ReportBacklog.Full();

                    db.Reports.Add(report);
                    await db.SaveChangesAsync(cancellationToken);
                    var id = report.Id;
                    jobs.Client.Create(
                        Hangfire.Common.Job.FromExpression<ReportJob>(
                            job => job.RunAsync(id, null!, CancellationToken.None)),
                        new EnqueuedState());
                    scope.Complete();
                    return TypedResults.Accepted(
                        $"/good/reports/{id}", LongRequestsResult.Of(report, queued + 1));
                }
            }

            await Task.Delay(Random.Shared.Next(5, 20), cancellationToken);
        }
    }
}
