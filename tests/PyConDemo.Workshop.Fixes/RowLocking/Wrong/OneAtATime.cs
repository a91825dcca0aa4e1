using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.RowLocking.Wrong;

/// <summary>The queue at the database is now one in the process.</summary>
[Fix("row-locking", Refused = "blocked")]
public static class OneAtATime
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return await ClaimAsync(db, runner, batch, cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<Ok<RowLockingResult>> ClaimAsync(DemoDb db, JobRunner runner, int batch, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobs = await db.Jobs.FromSql($"""
            SELECT * FROM jobs WHERE status = 'pending' ORDER BY id LIMIT {batch} FOR UPDATE
            """).AsNoTracking().ToListAsync(cancellationToken);
        var results = await runner.RecordAsync(db, await runner.WorkAsync(jobs, cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
