// Refused: done-before-work, lost
// Its own statement marks the whole batch as done, also the jobs whose work has failed.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims pending jobs and does them. One short statement records them.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        var jobs = await db.Jobs.FromSql($"""
            SELECT * FROM jobs
            WHERE status = 'pending'
            ORDER BY id
            LIMIT {batch}
            FOR UPDATE SKIP LOCKED
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var ids = jobs.Select(job => job.Id).ToArray();
        await db.Database.ExecuteSqlAsync($"""
            UPDATE jobs
            SET status = 'done', attempts = attempts + 1, finished_at = now(), last_error = NULL
            WHERE id = ANY ({ids})
            """, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(
            [.. outcomes.Select(one => new JobResult(one.Job.Id, "done", one.Digest))]));
    }
}
