// Refused: lost
// The row is committed before its job, so a process that dies in between loses the report.
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

        var added = await AddRowAsync(db, report, settings.MaxQueued, cancellationToken);
        if (added is not { } position)
            return ReportBacklog.Full();

        jobs.Enqueue(report.Id);

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report, position));
    }

    // The row, if there is room. The lock makes all servers count one after the other.
    private static async Task<int?> AddRowAsync(
        DemoDb db, Report report, int limit, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})",
            cancellationToken);
        var unfinished = await db.Reports
            .Where(other => other.State == ReportState.Queued || other.State == ReportState.Running)
            .Select(other => other.State)
            .ToListAsync(cancellationToken);
        if (unfinished.Count >= limit) return null;

        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return unfinished.Count(state => state == ReportState.Queued) + 1;
    }
}
