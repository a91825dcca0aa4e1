namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>Claims that need no transaction: each holds until its lease ends. Thread-safe.</summary>
public sealed class JobLeases(RowLockingSettings settings)
{
    public TimeSpan Length => settings.Lease;

    /// <summary>A unique name for a claim. A worker whose lease has ended can't overwrite the next worker's.</summary>
    public string NewClaim() => $"{Environment.MachineName}:{Guid.NewGuid():N}";

    /// <summary>Marks each job <c>done</c>, <c>pending</c> for another attempt, or <c>failed</c>. If the claim no
    /// longer holds a job, the result is <c>lost</c> and its row stays as it is.</summary>
    public async Task<IReadOnlyList<JobResult>> RecordAsync(
        DemoDb db, IReadOnlyList<JobOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Count == 0) return [];

        var ids = outcomes.Select(outcome => outcome.Job.Id).ToArray();
        var claims = outcomes.Select(outcome => outcome.Job.ClaimedBy).ToArray();
        var errors = outcomes.Select(outcome => outcome.Error).ToArray();
        var recorded = await db.Jobs.FromSql($"""
            WITH
            outcome AS (
                SELECT * FROM unnest({ids}, {claims}, {errors}) AS outcome (id, claim, error)),
            held AS MATERIALIZED ( -- locks in the order of the ids, because two different orders can deadlock
                SELECT jobs.id, outcome.error
                FROM jobs
                JOIN outcome ON jobs.id = outcome.id AND jobs.claimed_by IS NOT DISTINCT FROM outcome.claim
                ORDER BY jobs.id
                FOR UPDATE OF jobs),
            recorded AS (
                UPDATE jobs
                SET status = CASE
                        WHEN held.error IS NULL THEN 'done'
                        WHEN jobs.attempts + 1 >= {settings.MaxAttempts} THEN 'failed'
                        ELSE 'pending' END,
                    attempts = jobs.attempts + 1,
                    claimed_by = NULL,
                    lease_until = NULL,
                    finished_at = CASE
                        WHEN held.error IS NULL OR jobs.attempts + 1 >= {settings.MaxAttempts} THEN now() END,
                    last_error = held.error
                FROM held
                WHERE jobs.id = held.id
                RETURNING jobs.*)
            SELECT * FROM recorded
            """).AsNoTracking().ToDictionaryAsync(job => job.Id, job => job.Status, cancellationToken);

        return [.. outcomes.Select(outcome => new JobResult(
            outcome.Job.Id, recorded.GetValueOrDefault(outcome.Job.Id, "lost"), outcome.Digest))];
    }
}
