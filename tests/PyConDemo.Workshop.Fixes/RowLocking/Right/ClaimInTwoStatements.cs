using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.RowLocking.Right;

/// <summary>The claim in a short transaction of its own, written out.</summary>
[Fix("row-locking")]
public static class ClaimInTwoStatements
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        JobLeases leases,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ids = await db.Jobs.FromSql($"""
            SELECT * FROM jobs WHERE status = 'pending' ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED
            """).AsNoTracking().Select(job => job.Id).ToListAsync(cancellationToken);
        var (claim, until) = (leases.NewClaim(), DateTime.UtcNow + leases.Length);
        await db.Jobs.Where(job => ids.Contains(job.Id)).ExecuteUpdateAsync(job => job
            .SetProperty(j => j.Status, "claimed").SetProperty(j => j.ClaimedBy, claim).SetProperty(j => j.LeaseUntil, until), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var jobs = await db.Jobs.AsNoTracking().Where(job => job.ClaimedBy == claim && ids.Contains(job.Id)).OrderBy(job => job.Id).ToListAsync(cancellationToken);
        var results = await leases.RecordAsync(db, await runner.WorkAsync(jobs, cancellationToken), cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
