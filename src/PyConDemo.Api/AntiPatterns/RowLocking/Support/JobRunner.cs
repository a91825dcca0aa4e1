namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>The outcome of a job's work: a digest, or an error.</summary>
public sealed record JobOutcome(Job Job, string? Digest, string? Error);

/// <summary>Does the jobs that a lane has claimed, and records their outcomes. Thread-safe.</summary>
public sealed class JobRunner(HashingWork work, RowLockingSettings settings)
{
    /// <summary>The most jobs in one claim. They are about 0.1 s of work.</summary>
    public const int MaxBatch = 500;

    /// <summary>Does one job after the other. A job that fails doesn't stop the others.</summary>
    public async Task<IReadOnlyList<JobOutcome>> WorkAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var outcomes = new List<JobOutcome>(jobs.Count);
        foreach (var job in jobs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                outcomes.Add(new(job, await work.DoAsync(job, cancellationToken), Error: null));
            }
#pragma warning disable CA1031 // any exception of a job means that this job has failed
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                outcomes.Add(new(job, Digest: null, error.Message));
            }
        }

        return outcomes;
    }

    /// <summary>Marks each job <c>done</c>, <c>pending</c> or <c>failed</c>. The caller has locked the rows.</summary>
    public async Task<IReadOnlyList<JobResult>> RecordAsync(
        DemoDb db, IReadOnlyList<JobOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Count == 0) return [];

        var ids = outcomes.Select(outcome => outcome.Job.Id).ToArray();
        var errors = outcomes.Select(outcome => outcome.Error).ToArray();
        var recorded = await db.Jobs.FromSql($"""
            WITH
            outcome AS (
                SELECT * FROM unnest({ids}, {errors}) AS outcome (id, error)),
            recorded AS (
                UPDATE jobs
                SET status = CASE
                        WHEN outcome.error IS NULL THEN 'done'
                        WHEN jobs.attempts + 1 >= {settings.MaxAttempts} THEN 'failed'
                        ELSE 'pending' END,
                    attempts = jobs.attempts + 1,
                    finished_at = CASE
                        WHEN outcome.error IS NULL OR jobs.attempts + 1 >= {settings.MaxAttempts} THEN now() END,
                    last_error = outcome.error
                FROM outcome
                WHERE jobs.id = outcome.id
                RETURNING jobs.*)
            SELECT * FROM recorded
            """).AsNoTracking().ToDictionaryAsync(job => job.Id, job => job.Status, cancellationToken);

        return [.. outcomes.Select(outcome => new JobResult(outcome.Job.Id, recorded[outcome.Job.Id], outcome.Digest))];
    }
}
