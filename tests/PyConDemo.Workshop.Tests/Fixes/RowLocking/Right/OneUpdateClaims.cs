// Right
// It claims with one UPDATE of the rows that a subquery has locked, and ARRAY runs this subquery
// only once.

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
        var jobs = await db.Jobs.FromSql($"""
            UPDATE jobs
            SET status = 'claimed',
                claimed_by = {leases.NewClaim()},
                lease_until = now() + {leases.Length}
            WHERE id = ANY (ARRAY(
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
