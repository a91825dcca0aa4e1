// Right
// Each job has its own short transaction, so a worker that dies repeats one job at most.
namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    /// <summary>Claims, does and records one job after the other.</summary>
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var results = new List<JobResult>(batch);
        var last = long.MinValue; // a job that fails here must not come again in this batch
        while (results.Count < batch)
        {
            await using var transaction =
                await db.Database.BeginTransactionAsync(cancellationToken);
            var job = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending' AND id > {last}
                ORDER BY id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
                """)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
            if (job.Count == 0) break;

            last = job[0].Id;
            var outcomes = await runner.WorkAsync(job, cancellationToken);
            results.AddRange(await runner.RecordAsync(db, outcomes, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
