// Refused: fails, blocked
// It relies on the isolation level SERIALIZABLE instead of SKIP LOCKED: a second worker waits, and
// then gets an error.
using System.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(
            IsolationLevel.Serializable, cancellationToken);

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
