// Refused: done-before-work
// It claims under a lease, but marks each job as done just before its work: if the worker dies,
// this job looks done but is not.

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
                    lease_until = now() + {leases.Length}
                FROM batch
                WHERE jobs.id = batch.id
                RETURNING jobs.*)
            SELECT * FROM claimed
            ORDER BY id
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var results = new List<JobResult>(jobs.Count);
        foreach (var job in jobs)
        {
            results.AddRange(await leases.RecordAsync(
                db, [new JobOutcome(job, Digest: null, Error: null)], cancellationToken));
            var outcomes = await runner.WorkAsync([job], cancellationToken);
            results[^1] = results[^1] with { Digest = outcomes[0].Digest };
        }

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
