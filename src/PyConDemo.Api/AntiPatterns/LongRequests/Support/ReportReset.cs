using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Set-up for races, never timed.</summary>
public static class ReportReset
{
    // What renders now takes well under a second; one that is "running" for longer belongs to a process that died.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Drops every report, its job and its PDF, so that a race starts with an empty queue.</summary>
    public static async Task<NoContent> Reset(DemoDb db, ReportJobs jobs, IObjectStore store, CancellationToken cancellationToken)
    {
        await jobs.WaitUntilPreparedAsync(cancellationToken);
        var keys = await db.Reports.Where(report => report.PdfKey != null).Select(report => report.PdfKey).Distinct().ToListAsync(cancellationToken);
        await DropAsync(db, jobs, cancellationToken);

        foreach (var name in keys)
        {
            if (ObjectKey.TryParse(name, out var key))
            {
                await store.DeleteAsync(key, cancellationToken);
            }
        }

        return TypedResults.NoContent();
    }

    /// <summary>Drops every report and its job; how many of each. The PDFs stay.</summary>
    public static async Task<(int Reports, int HangfireJobs)> DropAsync(DemoDb db, ReportJobs jobs, CancellationToken cancellationToken)
    {
        await jobs.WaitUntilPreparedAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var reports = await db.Reports.ExecuteDeleteAsync(cancellationToken);
        // Hangfire has no other jobs; states and parameters go with their job.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM hangfire.jobqueue;
            DELETE FROM hangfire.set WHERE key IN ('schedule', 'retries');
            """, cancellationToken);
        var hangfireJobs = await db.Database.ExecuteSqlAsync($"DELETE FROM hangfire.job", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (reports, hangfireJobs);
    }

    /// <summary>Drops the reports that wait, and returns when none is being rendered any more, or after 30 s.</summary>
    public static async Task DrainAsync(DemoDb db, ReportJobs jobs, CancellationToken cancellationToken)
    {
        await jobs.WaitUntilPreparedAsync(cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        do
        {
            // Again each time: one that was given up queues anew.
            await db.Reports.Where(report => report.State == ReportState.Queued).ExecuteDeleteAsync(cancellationToken);
            if (!await db.Reports.AnyAsync(report => report.State == ReportState.Running, cancellationToken))
            {
                return;
            }

            await Task.Delay(50, cancellationToken);
        }
        while (TimeProvider.System.GetElapsedTime(start) < DrainTimeout);
    }
}
