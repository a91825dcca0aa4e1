// Right
// An UPDATE that isn't committed is the claim; a crash rolls it back together with the records.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims pending jobs by an update, and does them in the same transaction.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        var jobs = await db.Jobs.FromSql($"""
            UPDATE jobs
            SET status = 'claimed'
            WHERE id = ANY (ARRAY (
                SELECT id FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE SKIP LOCKED))
            RETURNING *
            """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var inOrder = jobs.OrderBy(job => job.Id).ToList();
        var outcomes = await runner.WorkAsync(inOrder, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
