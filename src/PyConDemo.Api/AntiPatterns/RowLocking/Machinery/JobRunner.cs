using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Machinery;

/// <summary>What both lanes do with the jobs that they took: work, and record what came of it. Thread-safe.</summary>
public sealed class JobRunner(IJobWork work, RowLockingSettings settings)
{
    /// <summary>Jobs in one claim, at most: the lease has to outlast the work on all of them.</summary>
    public const int MaxBatch = 500;

    public TimeSpan Lease => settings.Lease;

    /// <summary>A name that no other claim ever has, so that a worker whose lease ran out can't record over the next one's claim.</summary>
    public string NewClaim() => $"{Environment.MachineName}:{Guid.NewGuid():N}";

    /// <summary>Does the work job by job. One that fails doesn't stop the others.</summary>
    public async Task<IReadOnlyList<JobOutcome>> WorkAsync(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        var outcomes = new List<JobOutcome>(jobs.Count);
        foreach (var job in jobs)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                outcomes.Add(new(job, await work.DoAsync(job, cancel), Error: null));
            }
#pragma warning disable CA1031 // Whatever a job throws is that job's failure.
            catch (Exception error) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                outcomes.Add(new(job, Digest: null, error.Message));
            }
        }

        return outcomes;
    }

    /// <summary>Marks jobs <c>done</c>, or <c>pending</c> for another attempt, or <c>failed</c>; but only those still held by the claim.</summary>
    public async Task<IReadOnlyList<JobReceipt>> RecordAsync(DemoDb db, IReadOnlyList<JobOutcome> outcomes, CancellationToken cancel)
    {
        if (outcomes.Count == 0)
        {
            return [];
        }

        var ids = outcomes.Select(outcome => outcome.Job.Id).ToArray();
        var claims = outcomes.Select(outcome => outcome.Job.ClaimedBy).ToArray();
        var errors = outcomes.Select(outcome => outcome.Error).ToArray();
        var verdicts = await db.Jobs.FromSql($"""
            WITH
            outcome AS (
                SELECT * FROM unnest({ids}, {claims}, {errors}) AS outcome (id, claim, error)),
            held AS MATERIALIZED ( -- locked in key order, as everywhere: two orders deadlock
                SELECT jobs.id, outcome.error
                FROM jobs JOIN outcome ON jobs.id = outcome.id AND jobs.claimed_by IS NOT DISTINCT FROM outcome.claim
                ORDER BY jobs.id
                FOR UPDATE OF jobs),
            verdict AS (
                UPDATE jobs
                SET status = CASE
                        WHEN held.error IS NULL THEN 'done'
                        WHEN jobs.attempts + 1 >= {settings.MaxAttempts} THEN 'failed'
                        ELSE 'pending' END,
                    attempts = jobs.attempts + 1,
                    claimed_by = NULL,
                    lease_until = NULL,
                    finished_at = CASE WHEN held.error IS NULL OR jobs.attempts + 1 >= {settings.MaxAttempts} THEN now() END,
                    last_error = held.error
                FROM held
                WHERE jobs.id = held.id
                RETURNING jobs.*)
            SELECT * FROM verdict
            """).AsNoTracking().ToDictionaryAsync(job => job.Id, job => job.Status, cancel);

        return [.. outcomes.Select(outcome => new JobReceipt(
            outcome.Job.Id, verdicts.GetValueOrDefault(outcome.Job.Id, "lost"), outcome.Digest))];
    }
}
