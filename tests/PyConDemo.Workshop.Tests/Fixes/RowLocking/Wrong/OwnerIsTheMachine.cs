// Refused: owner
// All claims of a machine have one name, so a late worker records over the next one.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims pending jobs under a lease in this machine's name, then works.</summary>
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
                    claimed_by = {Environment.MachineName},
                    lease_until = now() + {leases.Length}
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
