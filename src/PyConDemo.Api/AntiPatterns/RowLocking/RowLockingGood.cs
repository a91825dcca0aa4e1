namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingGood
{
    /// <summary>Claims pending jobs and does them. SKIP LOCKED locks only the batch.</summary>
    /// <remarks>Call it twice at once: neither call waits, and each one gets different jobs. If the
    /// process dies, PostgreSQL rolls the transaction back, and the jobs are pending
    /// again.</remarks>
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
}
