// Refused: lost, not-rescued
// It deletes the jobs, commits, works, and inserts them as done; a worker that dies has lost them.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Takes pending jobs out, does them, and puts them back as done.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var jobs = await db.Jobs.FromSql($"""
            DELETE FROM jobs
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
        jobs.Sort((one, other) => one.Id.CompareTo(other.Id));

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Jobs.AddRange(jobs);
        await db.SaveChangesAsync(cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
