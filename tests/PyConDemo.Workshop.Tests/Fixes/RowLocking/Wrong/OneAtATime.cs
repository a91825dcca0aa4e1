// Refused: blocked
// It moves the queue of waiting requests from the database into the process.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return await ClaimAsync(db, runner, batch, cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<Ok<RowLockingResult>> ClaimAsync(
        DemoDb db, JobRunner runner, int batch, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        var jobs = await db.Jobs.FromSql($"""
            SELECT * FROM jobs
            WHERE status = 'pending'
            ORDER BY id
            LIMIT {batch}
            FOR UPDATE
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
