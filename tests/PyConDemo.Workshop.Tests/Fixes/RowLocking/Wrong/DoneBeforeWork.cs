// Refused: done-before-work
// It marks the jobs as done before the work: if the worker dies, they look done but are not.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
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
                SET status = 'done', attempts = attempts + 1, finished_at = now()
                FROM batch
                WHERE jobs.id = batch.id
                RETURNING jobs.*)
            SELECT * FROM claimed
            ORDER BY id
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = outcomes
            .Select(outcome => new JobResult(outcome.Job.Id, "done", outcome.Digest))
            .ToArray();

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
