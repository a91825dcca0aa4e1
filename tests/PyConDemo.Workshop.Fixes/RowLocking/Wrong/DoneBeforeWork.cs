using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.RowLocking.Wrong;

/// <summary>Who dies at the work leaves jobs behind that look done.</summary>
[Fix("row-locking", Refused = "done-before-work")]
public static class DoneBeforeWork
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var jobs = await db.Jobs.FromSql($"""
            WITH
            batch AS MATERIALIZED (SELECT id FROM jobs WHERE status = 'pending' ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE jobs SET status = 'done', attempts = attempts + 1, finished_at = now()
                FROM batch WHERE jobs.id = batch.id
                RETURNING jobs.*)
            SELECT * FROM claimed ORDER BY id
            """).AsNoTracking().ToListAsync(cancellationToken);
        var outcomes = await runner.WorkAsync(jobs, cancellationToken);

        return TypedResults.Ok(new RowLockingResult([.. outcomes.Select(outcome => new JobResult(outcome.Job.Id, "done", outcome.Digest))]));
    }
}
