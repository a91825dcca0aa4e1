using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Set-up for races, never timed.</summary>
public static class ReportReset
{
    /// <summary>Drops every report, its job and its PDF, so that a race starts with an empty queue.</summary>
    public static async Task<NoContent> Reset(DemoDb db, ReportJobs jobs, IObjectStore store, CancellationToken cancel)
    {
        await jobs.WaitUntilPreparedAsync(cancel);
        var keys = await db.Reports.Where(report => report.PdfKey != null).Select(report => report.PdfKey).Distinct().ToListAsync(cancel);

        // Several statements are one transaction here. Hangfire has no other jobs; states and parameters go with their job.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM reports;
            DELETE FROM hangfire.jobqueue;
            DELETE FROM hangfire.set WHERE key IN ('schedule', 'retries');
            DELETE FROM hangfire.job;
            """, cancel);

        foreach (var name in keys)
        {
            if (ObjectKey.TryParse(name, out var key))
            {
                await store.DeleteAsync(key, cancel);
            }
        }

        return TypedResults.NoContent();
    }
}
