// Refused: done-twice
// It ends the transaction before the work and marks nothing, so the rows are free again while it
// works.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        List<Job> jobs;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            jobs = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending'
                ORDER BY id
                LIMIT {batch}
                FOR UPDATE SKIP LOCKED
                """)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
