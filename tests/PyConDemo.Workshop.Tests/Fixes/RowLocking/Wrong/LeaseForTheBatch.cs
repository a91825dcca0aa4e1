// Refused: lease, done-twice
// It makes the lease 20 ms a job, too short for a small batch with slow work, so others do it too.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private static readonly TimeSpan TimeOfOneJob = TimeSpan.FromMilliseconds(20);

    /// <summary>Claims pending jobs under a lease as long as their work, then works.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        JobLeases leases,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
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
                SET status = 'claimed',
                    claimed_by = {leases.NewClaim()},
                    lease_until = now() + {batch * TimeOfOneJob}
                FROM batch
                WHERE jobs.id = batch.id
                RETURNING jobs.*)
            SELECT * FROM claimed
            ORDER BY id
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await leases.RecordAsync(db, outcomes, cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
