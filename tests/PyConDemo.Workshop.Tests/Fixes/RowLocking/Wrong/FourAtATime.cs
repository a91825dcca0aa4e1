// Refused: waits, blocked
// A semaphore lets four claims work at once, so the fifth waits until one of them has ended.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private static readonly SemaphoreSlim Places = new(4);

    /// <summary>Claims pending jobs and does them, and keeps some connections free.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await Places.WaitAsync(cancellationToken);
        try
        {
            await using var transaction =
                await db.Database.BeginTransactionAsync(cancellationToken);

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
            var results = await runner.RecordAsync(db, outcomes, cancellationToken);
            await transaction.CommitAsync(cancellationToken);

            return TypedResults.Ok(new RowLockingResult(results));
        }
        finally
        {
            Places.Release();
        }
    }
}
