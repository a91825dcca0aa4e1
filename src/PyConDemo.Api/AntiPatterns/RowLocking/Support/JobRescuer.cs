namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>Makes the jobs of dead workers pending again. Several processes may run it at once.</summary>
public sealed class JobRescuer(
    IServiceScopeFactory scopes, RowLockingSettings settings, Readiness readiness, TimeProvider clock,
    ILogger<JobRescuer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);

        var retry = BackgroundRetry.Create(settings.RescueInterval, TimeSpan.FromSeconds(30), clock, ReportFailure);
        while (true)
        {
            await Task.Delay(settings.RescueInterval, clock, cancellationToken);
            await retry.ExecuteAsync(async token => await RescueAsync(token), cancellationToken);
        }
    }

    private void ReportFailure(int failures, Exception error)
    {
        if (failures > 1) return; // it is logged once per outage

        log.LogWarning("Expired claims can't be rescued for now: {Reason}", (error.InnerException ?? error).Message);
    }

    private async Task RescueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();

        // SKIP LOCKED: a worker that holds the row is recording its outcome, so it was slow and is not dead.
        var rescued = await db.Jobs.FromSql($"""
            WITH
            expired AS MATERIALIZED (
                SELECT id, 'The worker did not report before its lease ran out: ' || claimed_by AS error
                FROM jobs
                WHERE status = 'claimed' AND lease_until < now()
                ORDER BY id
                FOR UPDATE SKIP LOCKED),
            rescued AS (
                UPDATE jobs
                SET status = CASE WHEN jobs.attempts + 1 >= {settings.MaxAttempts} THEN 'failed' ELSE 'pending' END,
                    attempts = jobs.attempts + 1,
                    claimed_by = NULL,
                    lease_until = NULL,
                    finished_at = CASE WHEN jobs.attempts + 1 >= {settings.MaxAttempts} THEN now() END,
                    last_error = expired.error
                FROM expired
                WHERE jobs.id = expired.id
                RETURNING jobs.*)
            SELECT * FROM rescued
            """).AsNoTracking().ToListAsync(cancellationToken);

        if (rescued.Count > 0)
        {
            log.LogWarning(
                "{Rescued} claims had expired. {Failed} jobs have failed, and the others are pending again.",
                rescued.Count, rescued.Count(job => job.Status == "failed"));
        }
    }
}
