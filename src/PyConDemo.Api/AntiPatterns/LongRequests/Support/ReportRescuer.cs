namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Finds what dead processes have left in Hangfire's tables, and gives the reports back to the workers. Several
/// processes may run it at once.</summary>
/// <remarks>Hangfire.PostgreSql 1.21 does most of this itself. In four cases it would let a report wait, possibly for
/// ever (see PostgreSqlDistributedLock and PostgreSqlJobQueue in github.com/hangfire-postgres/Hangfire.PostgreSql):
/// a lock is a committed row, and one from the future never expires; a job that was taken over comes after all new
/// ones (<c>ORDER BY fetchedat NULLS FIRST</c>); after a clock was set back, a scheduled retry is not due; and when the
/// next state of a job can't be written, the job ends as failed, but its report still waits.</remarks>
public sealed class ReportRescuer(
    NpgsqlDataSource db, ReportJobs jobs, ReportsSettings settings, Readiness readiness, TimeProvider clock,
    ILogger<ReportRescuer> log) : BackgroundService
{
    private const string FindPending = """
        SELECT 'lock', resource, acquired::text, 'Lock ' || resource FROM hangfire.lock
        UNION ALL
        SELECT 'fetched', q.id::text, q.fetchedat::text, 'Report ' || (j.arguments ->> 0)
        FROM hangfire.jobqueue q JOIN hangfire.job j ON j.id = q.jobid
        WHERE q.fetchedat IS NOT NULL
        UNION ALL
        SELECT 'scheduled', s.value, s.score::text, 'Report ' || (j.arguments ->> 0)
        FROM hangfire.set s JOIN hangfire.job j ON j.id = s.value::bigint
        WHERE s.key = 'schedule' AND s.score > 0
        UNION ALL
        SELECT 'lost', id::text, state, 'Report ' || id
        FROM reports
        WHERE state IN ('queued', 'running')
            AND id NOT IN (
                SELECT (arguments ->> 0)::bigint
                FROM hangfire.job
                WHERE id IN (
                    SELECT jobid FROM hangfire.jobqueue
                    UNION ALL
                    SELECT value::bigint FROM hangfire.set WHERE key = 'schedule'))
            AND id IN (SELECT (arguments ->> 0)::bigint FROM hangfire.job) -- the yours lane may work without a job
        """;

    private static readonly string TryLock =
        $"SELECT pg_try_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportRescue})";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // It compares no clocks of different machines. A row that stays unchanged for longer than a living process needs
    // belongs to no living process. This holds when a row was seen first.
    private readonly Dictionary<PendingRow, long> _firstSeen = [];
    private long _lastRound;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await readiness.Ready.WaitAsync(cancellationToken);

        var retry = BackgroundRetry.Create(Interval, Interval, clock, ReportFailure);
        while (true)
        {
            await retry.ExecuteAsync(async token => await RescueAsync(token), cancellationToken);
            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    private void ReportFailure(int failures, Exception error)
    {
        if (failures > 1) return; // it is logged once per outage

        log.LogWarning("Interrupted reports can't be taken over for now: {Reason}", error.Message);
    }

    private async Task RescueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // One process at a time. Two would give a lost report two jobs.
        if (await connection.RunAsync(TryLock, cancellationToken) is not true) return;

        foreach (var row in await FindUnchangedAsync(connection, cancellationToken))
            await RescueAsync(connection, row, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<List<PendingRow>> FindUnchangedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var pending = new List<PendingRow>();
        await using var command = new NpgsqlCommand(FindPending, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            pending.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));

        var now = clock.GetTimestamp();
        // While the database was away, a living process could not change its rows either.
        if (clock.GetElapsedTime(_lastRound, now) > 3 * Interval) _firstSeen.Clear();
        _lastRound = now;
        foreach (var gone in _firstSeen.Keys.Except(pending).ToArray()) _firstSeen.Remove(gone);
        foreach (var row in pending) _firstSeen.TryAdd(row, now);
        return pending.FindAll(row => clock.GetElapsedTime(_firstSeen[row], now) >= LimitOf(row));
    }

    private TimeSpan LimitOf(PendingRow row) => row.Cause switch
    {
        "fetched" => TimeSpan.FromSeconds(settings.TakeOverSeconds), // its worker updates it five times meanwhile
        "scheduled" => jobs.LongestRetryDelay + TimeSpan.FromSeconds(5), // Hangfire looks for due ones every 2 s
        _ => ReportJobs.LockTimeout,
    };

    private async Task RescueAsync(NpgsqlConnection connection, PendingRow row, CancellationToken cancellationToken)
    {
        var (sql, what) = row.Cause switch
        {
            "lock" => (
                "DELETE FROM hangfire.lock WHERE resource = $1 AND acquired::text = $2",
                "its holder is gone, so it was removed."),
            "fetched" => (
                "UPDATE hangfire.jobqueue SET fetchedat = NULL WHERE id::text = $1 AND fetchedat::text = $2",
                "its worker is gone, so it is taken over."),
            "scheduled" => (
                "UPDATE hangfire.set SET score = 0 WHERE key = 'schedule' AND value = $1 AND score::text = $2",
                "its retry is overdue (was a clock set back?), so it is tried now."),
            _ => ("SELECT $1, $2", "its job has failed without it, so it is queued again."),
        };
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = row.Id }, new() { Value = row.Version } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        if (row.Cause == "lost") jobs.Enqueue(long.Parse(row.Id, CultureInfo.InvariantCulture));
        log.LogWarning("{Name}: {What}", row.Name, what);
    }

    /// <param name="Version">What a living process changes, as text.</param>
    /// <param name="Name">For the log.</param>
    private sealed record PendingRow(string Cause, string Id, string Version, string Name);
}
