// Right
// It takes, does and records one job after the other, each in a transaction of its own.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        var results = new List<JobResult>(batch);
        var last = 0L;
        while (results.Count < batch)
        {
            await using var transaction =
                await db.Database.BeginTransactionAsync(cancellationToken);
            var jobs = await db.Jobs.FromSql($"""
                SELECT * FROM jobs
                WHERE status = 'pending' AND id > {last}
                ORDER BY id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
                """)
                .AsNoTracking()
                .ToListAsync(cancellationToken);
            if (jobs.Count == 0) break;

            var outcomes = await runner.WorkAsync(jobs, cancellationToken);
            results.AddRange(await runner.RecordAsync(db, outcomes, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            last = jobs[0].Id;
        }

        return TypedResults.Ok(new RowLockingResult(results));
    }
}
