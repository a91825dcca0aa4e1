// Right
// It claims in two statements, in a short separate transaction.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        JobLeases leases,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var claim = leases.NewClaim();
        long[] ids;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            ids = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE SKIP LOCKED
                """)
                .AsNoTracking()
                .Select(job => job.Id)
                .ToArrayAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE jobs
                SET status = 'claimed', claimed_by = {claim}, lease_until = now() + {leases.Length}
                WHERE id = ANY ({ids})
                """, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var jobs = await db.Jobs
            .AsNoTracking()
            .Where(job => ids.Contains(job.Id) && job.ClaimedBy == claim)
            .OrderBy(job => job.Id)
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await leases.RecordAsync(db, outcomes, cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
