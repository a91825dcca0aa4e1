// Refused: more-than-batch
// It takes ten jobs even if fewer were asked for, because small batches seem to be a waste.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private const int SmallestBatch = 10;

    /// <summary>Claims pending jobs and does them. A round trip is worth ten of them.</summary>
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
            LIMIT {Math.Max(batch, SmallestBatch)}
            FOR UPDATE SKIP LOCKED
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
