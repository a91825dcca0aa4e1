using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.RowLocking.Wrong;

/// <summary>Takes more than it was asked to.</summary>
[Fix("row-locking", Refused = "more-than-batch")]
public static class TwiceTheBatch
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var jobs = await db.Jobs.FromSql($"""
            SELECT * FROM jobs WHERE status = 'pending' ORDER BY id LIMIT {2 * batch} FOR UPDATE SKIP LOCKED
            """).AsNoTracking().ToListAsync(cancellationToken);
        var results = await runner.RecordAsync(db, await runner.WorkAsync(jobs, cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
