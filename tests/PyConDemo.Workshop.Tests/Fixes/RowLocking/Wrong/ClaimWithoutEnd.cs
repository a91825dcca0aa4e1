// Refused: not-rescued
// It claims in its own name but without a lease, so nobody takes over the jobs of a dead worker.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims pending jobs in one statement, then works without a transaction.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        JobLeases leases,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        // ARRAY (…) runs the subquery once.
        var jobs = await db.Jobs.FromSql($"""
            UPDATE jobs
            SET status = 'claimed', claimed_by = {leases.NewClaim()}
            WHERE id = ANY (ARRAY (
                SELECT id FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE SKIP LOCKED))
            RETURNING *
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        jobs.Sort((one, other) => one.Id.CompareTo(other.Id));

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await leases.RecordAsync(db, outcomes, cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
