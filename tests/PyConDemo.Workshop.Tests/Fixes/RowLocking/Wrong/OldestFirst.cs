// Refused: rows
// No index has the order by created_at, so each claim reads and sorts the whole queue.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims the pending jobs that wait longest, and does them.</summary>
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
            ORDER BY created_at, id
            LIMIT {batch}
            FOR UPDATE SKIP LOCKED
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync([.. jobs.OrderBy(job => job.Id)], cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
