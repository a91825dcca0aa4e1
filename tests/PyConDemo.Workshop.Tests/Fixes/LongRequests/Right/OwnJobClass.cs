// Right
// Hangfire runs a job class of this file; the row and the job are still in one transaction.
using Hangfire;
using Hangfire.Server;
using System.Transactions;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    // Hangfire's calls block a thread. One request at a time blocks one.
    private static readonly SemaphoreSlim Turn = new(1);

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

        await Turn.WaitAsync(cancellationToken);
        try
        {
            using var scope = new TransactionScope(
                TransactionScopeOption.Required,
                new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
                TransactionScopeAsyncFlowOption.Enabled);
            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})",
                cancellationToken);
            var unfinished = await db.Reports
                .Where(other => other.State == ReportState.Queued
                    || other.State == ReportState.Running)
                .CountAsync(cancellationToken);
            if (unfinished >= settings.MaxQueued) return ReportBacklog.Full();

            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);
            var id = report.Id;
            jobs.Client.Enqueue<Rendering>(job => job.RunAsync(id, null!, CancellationToken.None));
            var position = await db.Reports.CountAsync(
                other => other.State == ReportState.Queued && other.Id <= id, cancellationToken);
            scope.Complete();
            return TypedResults.Accepted(
                $"/good/reports/{id}", LongRequestsResult.Of(report, position));
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>The background work of one report, with a line in the log about its time.</summary>
    public sealed class Rendering(
        IServiceProvider services, TimeProvider clock, ILogger<Rendering> log)
    {
        public async Task RunAsync(
            long id, PerformContext context, CancellationToken cancellationToken)
        {
            var start = clock.GetTimestamp();
            var job = ActivatorUtilities.CreateInstance<ReportJob>(services);
            await job.RunAsync(id, context, cancellationToken);
            log.LogDebug("Report {Id} took {Time}.", id, clock.GetElapsedTime(start));
        }
    }
}
