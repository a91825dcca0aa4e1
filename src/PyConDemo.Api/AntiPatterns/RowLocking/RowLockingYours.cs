using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    // YOUR TURN: it locks the whole queue to take 50 jobs. Lock what you take, and make nobody wait.

    /// <summary>Takes pending jobs and does them: FOR UPDATE on the whole queue.</summary>
    /// <remarks>
    /// Call it twice at once: the second call waits for the first one's commit, work included. The LIMIT that EF Core adds
    /// comes after the lock, so every pending row is locked to take `batch` of them.
    /// </remarks>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        DeadlockRetry deadlocks,
        CancellationToken cancel,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var receipts = await deadlocks.ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);

            var jobs = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending'
                FOR UPDATE
                """).OrderBy(job => job.Id).Take(batch).AsNoTracking().ToListAsync(cancel);

            var outcomes = await runner.WorkAsync(jobs, cancel);

            var receipts = await runner.RecordAsync(db, outcomes, cancel);
            await transaction.CommitAsync(cancel);
            return receipts;
        });

        return TypedResults.Ok(new RowLockingResult(receipts, deadlocks.Retries));
    }
}
