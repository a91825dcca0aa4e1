// Refused: lost, no-pdf
// It adds the job while the row is not committed yet, on another connection: a worker that is
// faster finds no report, and the report waits for ever.

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
            await using var transaction =
                await db.Database.BeginTransactionAsync(cancellationToken);

            await db.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})",
                cancellationToken);

            var waiting = await db.Reports.CountAsync(
                other => other.State == ReportState.Queued || other.State == ReportState.Running,
                cancellationToken);
            if (waiting >= settings.MaxQueued) return ReportBacklog.Full();

            db.Reports.Add(report);
            await db.SaveChangesAsync(cancellationToken);

            await Task.Run(() => jobs.Enqueue(report.Id), CancellationToken.None);
            var position = await db.Reports.CountAsync(
                other => other.State == ReportState.Queued && other.Id <= report.Id,
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);

            return TypedResults.Accepted(
                $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
        }
        finally
        {
            Gate.Release();
        }
    }
}
