// Refused: blocked
// It waits for locked rows for 50 ms, and then answers that there are no jobs although many are
// pending.

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

        await db.Database.ExecuteSqlAsync($"SET LOCAL lock_timeout = '50ms'", cancellationToken);
        List<Job> jobs;
        try
        {
            jobs = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE
                """)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
        }
        catch (Exception error) when (IsLockTimeout(error) || IsLockTimeout(error.InnerException))
        {
            return TypedResults.Ok(new RowLockingResult([]));
        }

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }

    private static bool IsLockTimeout(Exception? error)
        => error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };
}
