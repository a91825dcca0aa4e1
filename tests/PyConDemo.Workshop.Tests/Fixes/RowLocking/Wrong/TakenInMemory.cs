// Refused: done-twice, other-server
// It keeps the jobs that are taken in the memory of this process, so another server takes them
// too.

namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly HashSet<long> Taken = [];

    public static async Task<Ok<RowLockingResult>> ClaimJobs(
        DemoDb db,
        JobRunner runner,
        CancellationToken cancellationToken,
        [Range(1, JobRunner.MaxBatch)] int batch = 50)
    {
        List<Job> jobs;
        await Gate.WaitAsync(cancellationToken);
        try
        {
            var taken = Taken.ToArray();
            jobs = await db.Jobs
                .AsNoTracking()
                .Where(job => job.Status == "pending" && !taken.Contains(job.Id))
                .OrderBy(job => job.Id)
                .Take(batch)
                .ToListAsync(cancellationToken);
            Taken.UnionWith(jobs.Select(job => job.Id));
        }
        finally
        {
            Gate.Release();
        }

        try
        {
            var outcomes = await runner.WorkAsync(jobs, cancellationToken);
            var results = await runner.RecordAsync(db, outcomes, cancellationToken);
            return TypedResults.Ok(new RowLockingResult(results));
        }
        finally
        {
            await Gate.WaitAsync(CancellationToken.None);
            Taken.ExceptWith(jobs.Select(job => job.Id));
            Gate.Release();
        }
    }
}
