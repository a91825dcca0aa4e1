namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Empties the queue for a race or a rehearsal. What is timed never calls it.</summary>
public static class ReportReset
{
    /// <summary>Removes every report, its job and its PDF, so that a race starts with an empty queue.</summary>
    public static async Task<NoContent> Reset(DemoDb db, IObjectStore store, CancellationToken cancellationToken)
    {
        var names = await db.Reports
            .Where(report => report.PdfKey != null)
            .Select(report => report.PdfKey)
            .Distinct()
            .ToListAsync(cancellationToken);
        await DropAsync(db, cancellationToken);

        foreach (var name in names)
            if (ObjectKey.TryParse(name, out var key)) await store.DeleteAsync(key, cancellationToken);

        return TypedResults.NoContent();
    }

    /// <summary>Removes every report and its job, but not the PDFs. Returns the number of each.</summary>
    public static async Task<(int Reports, int HangfireJobs)> DropAsync(DemoDb db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var reports = await db.Reports.ExecuteDeleteAsync(cancellationToken);
        // Hangfire has no other jobs here. The last statement also removes a job's states and parameters.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM hangfire.jobqueue;
            DELETE FROM hangfire.set WHERE key IN ('schedule', 'retries');
            """, cancellationToken);
        var hangfireJobs = await db.Database.ExecuteSqlAsync($"DELETE FROM hangfire.job", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (reports, hangfireJobs);
    }

    /// <summary>Removes the reports that wait, and returns when none is being rendered, or after 30 s.</summary>
    public static async Task DrainAsync(DemoDb db, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        // A report takes well under a second. One that is "running" for longer belongs to a process that died.
        do
        {
            // In every round, because a report that fails goes back to the queue.
            await db.Reports.Where(report => report.State == ReportState.Queued).ExecuteDeleteAsync(cancellationToken);
            if (!await db.Reports.AnyAsync(report => report.State == ReportState.Running, cancellationToken)) return;

            await Task.Delay(50, cancellationToken);
        }
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
    }
}
