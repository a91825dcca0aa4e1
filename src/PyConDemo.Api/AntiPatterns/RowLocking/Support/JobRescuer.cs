using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Api.Data;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>Gives back what dead workers claimed. Any number of processes may run it at once.</summary>
public sealed class JobRescuer(
    IServiceScopeFactory scopes, RowLockingSettings settings, Readiness readiness, ILogger<JobRescuer> log) : BackgroundService
{
    // A lost database is asked again after 2, 4, 8 … intervals, and at least this often.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);

        var pause = settings.RescueInterval;
        while (true)
        {
            await Task.Delay(pause, cancellationToken);
            try
            {
                await RescueAsync(cancellationToken);
                pause = settings.RescueInterval;
            }
            catch (Exception error) when (error is DbException or InvalidOperationException { InnerException: NpgsqlException })
            {
                if (pause == settings.RescueInterval)
                {
                    log.LogWarning("Expired claims can't be rescued for now: {Reason}", (error.InnerException ?? error).Message);
                }

                pause = TimeSpan.FromTicks(Math.Max(settings.RescueInterval.Ticks, Math.Min(2 * pause.Ticks, LongestPause.Ticks)));
            }
        }
    }

    private async Task RescueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();

        // SKIP LOCKED: a worker that is just recording its outcome was slow, not dead.
        var rescued = await db.Jobs.FromSql($"""
            WITH
            expired AS MATERIALIZED (
                SELECT id, 'The worker did not report before its lease ran out: ' || claimed_by AS error
                FROM jobs
                WHERE status = 'claimed' AND lease_until < now()
                ORDER BY id
                FOR UPDATE SKIP LOCKED),
            verdict AS (
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
            SELECT * FROM verdict
            """).AsNoTracking().ToListAsync(cancellationToken);

        if (rescued.Count > 0)
        {
            log.LogWarning("{Rescued} claims had expired: {Failed} jobs have failed for good, the rest is pending again.",
                rescued.Count, rescued.Count(job => job.Status == "failed"));
        }
    }
}
