// Refused: blocked
// With NOWAIT it doesn't wait, but while one worker has the first jobs, all others get none.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims pending jobs and does them. A worker that would wait goes away.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        List<Job> jobs;
        try
        {
            jobs = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE NOWAIT
                """)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
        }
        catch (Exception error) when (IsLocked(error))
        {
            return TypedResults.Ok(new RowLockingResult([]));
        }

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }

    private static bool IsLocked(Exception? error)
        => error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
            || (error is not null && IsLocked(error.InnerException));
}
