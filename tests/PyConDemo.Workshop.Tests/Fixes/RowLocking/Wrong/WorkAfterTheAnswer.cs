// Refused: same-answer, done-before-work
// It answers that the jobs are done, and does them after the answer in the background.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        IServiceScopeFactory scopes,
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

        _ = Task.Run(() => WorkAsync(scopes, jobs), CancellationToken.None);
        var results = jobs.Select(job => new JobResult(job.Id, "done", Digest: null)).ToArray();

        return TypedResults.Ok(new RowLockingResult(results));
    }

    private static async Task WorkAsync(IServiceScopeFactory scopes, IReadOnlyList<Job> jobs)
    {
        await using var scope = scopes.CreateAsyncScope();
        var runner = scope.ServiceProvider.GetRequiredService<JobRunner>();
        var leases = scope.ServiceProvider.GetRequiredService<JobLeases>();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var outcomes = await runner.WorkAsync(jobs, CancellationToken.None);
        await leases.RecordAsync(db, outcomes, CancellationToken.None);
    }
}
