using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.RowLocking.Wrong;

/// <summary>Nobody can tell a claimer that works from one that is dead.</summary>
[Fix("row-locking", Refused = "not-rescued")]
public static class ClaimWithoutLease
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        JobLeases leases,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var jobs = await db.Jobs.FromSql($"""
            WITH
            batch AS MATERIALIZED (SELECT id FROM jobs WHERE status = 'pending' ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE jobs SET status = 'claimed', claimed_by = {leases.NewClaim()}
                FROM batch WHERE jobs.id = batch.id
                RETURNING jobs.*)
            SELECT * FROM claimed ORDER BY id
            """).AsNoTracking().ToListAsync(cancellationToken);
        var results = await leases.RecordAsync(db, await runner.WorkAsync(jobs, cancellationToken), cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
