// Refused: not-rescued, lease
// It claims without a lease, so a dead worker looks like one that still works.

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
        // MATERIALIZED runs the subquery only once. A second run would skip its own locks.
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
                    lease_until = NULL
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
