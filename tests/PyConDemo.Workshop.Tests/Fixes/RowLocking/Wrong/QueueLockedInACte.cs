// Refused: rows-locked, blocked, rows
// It locks the whole queue in a CTE, and takes its batch of that.

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
            WITH queue AS MATERIALIZED (
                SELECT * FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                FOR UPDATE SKIP LOCKED)
            SELECT * FROM queue
            ORDER BY id
            LIMIT {batch}
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
