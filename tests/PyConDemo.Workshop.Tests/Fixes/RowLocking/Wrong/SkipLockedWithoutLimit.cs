// Refused: rows-locked, blocked, rows
// It never waits, but the first worker locks the whole queue.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
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
            FOR UPDATE SKIP LOCKED
            """)
            .OrderBy(job => job.Id)
            .Take(batch)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
