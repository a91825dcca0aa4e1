using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingGood
{
    /// <summary>Takes pending jobs and does them: SKIP LOCKED, a lease, and no lock while working.</summary>
    /// <remarks>
    /// Call it twice at once: neither waits, each has jobs of its own. One statement locks `batch` rows, marks them claimed
    /// and commits; the work happens outside of any transaction.
    /// </remarks>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        DeadlockRetry deadlocks,
        CancellationToken cancel,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        // MATERIALIZED: run once. A subquery in the UPDATE may be run again, skip its own locks, and claim more than the batch.
        var jobs = await db.Jobs.FromSql($"""
            WITH
            batch AS MATERIALIZED (
                SELECT id FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE jobs
                SET status = 'claimed', claimed_by = {runner.NewClaim()}, lease_until = now() + {runner.Lease}
                FROM batch
                WHERE jobs.id = batch.id
                RETURNING jobs.*)
            SELECT * FROM claimed
            ORDER BY id
            """).AsNoTracking().ToListAsync(cancel);

        var outcomes = await runner.WorkAsync(jobs, cancel);

        var receipts = await deadlocks.ExecuteAsync(() => runner.RecordAsync(db, outcomes, cancel));

        return TypedResults.Ok(new RowLockingResult(receipts, deadlocks.Retries));
    }
}
