namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingBad
{
    /// <summary>Claims pending jobs and does them. FOR UPDATE locks the whole queue.</summary>
    /// <remarks>Call it twice at once: the second call waits until the first one has done its work.
    /// EF Core puts the LIMIT around this statement, so it locks all pending rows to take
    /// `batch`.</remarks>
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
            FOR UPDATE
            """)
            .OrderBy(job => job.Id)
            .Take(batch)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        var outcomes = await runner.WorkAsync(jobs, cancellationToken);
        var results = await runner.RecordAsync(db, outcomes, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
