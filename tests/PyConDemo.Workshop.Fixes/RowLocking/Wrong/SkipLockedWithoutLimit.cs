using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.RowLocking.Wrong;

/// <summary>Nobody waits, and the first one has the whole queue.</summary>
[Fix("row-locking", Refused = "rows-locked")]
public static class SkipLockedWithoutLimit
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobs = await db.Jobs.FromSql($"""
            SELECT * FROM jobs WHERE status = 'pending' FOR UPDATE SKIP LOCKED
            """).OrderBy(job => job.Id).Take(batch).AsNoTracking().ToListAsync(cancellationToken);
        var results = await runner.RecordAsync(db, await runner.WorkAsync(jobs, cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
