using Hangfire;
using Hangfire.States;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Finds what dead processes have left in Hangfire's tables, and gives the reports back to the workers.
/// Several processes may run it at once.</summary>
/// <remarks>It compares no clocks of different machines. A row that stays unchanged for longer than a living process
/// needs belongs to no living process.</remarks>
public sealed class ReportRescuer(
    NpgsqlDataSource db, ReportJobs jobs, ReportsSettings settings, Readiness readiness, TimeProvider clock,
    ILogger<ReportRescuer> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Leftover[] _kinds =
    [
        // A lock is a committed row, and one from the future never expires:
        // https://github.com/hangfire-postgres/Hangfire.PostgreSql/issues/329
        new("SELECT resource, acquired::text, 'Lock ' || resource FROM hangfire.lock")
        {
            Limit = ReportJobs.LockTimeout,
            RescueAsync = RunAsync("DELETE FROM hangfire.lock WHERE resource = $1 AND acquired::text = $2"),
            Message = "its holder is gone, so it was removed.",
        },

        // Hangfire would take a job of a dead worker after all new ones (ORDER BY fetchedat NULLS FIRST):
        // https://github.com/hangfire-postgres/Hangfire.PostgreSql/pull/318
        new("""
            SELECT queue.id::text, fetchedat::text, 'Report ' || (arguments ->> 0)
            FROM hangfire.jobqueue queue JOIN hangfire.job ON job.id = jobid
            WHERE fetchedat IS NOT NULL
            """)
        {
            Limit = TimeSpan.FromSeconds(settings.TakeOverSeconds), // a worker updates it five times meanwhile
            RescueAsync = RunAsync(
                "UPDATE hangfire.jobqueue SET fetchedat = NULL WHERE id::text = $1 AND fetchedat::text = $2"),
            Message = "its worker is gone, so it is taken over.",
        },

        // Hangfire compares the time of a retry with the clock of this machine.
        new("""
            SELECT value, score::text, 'Report ' || (arguments ->> 0)
            FROM hangfire.set JOIN hangfire.job ON job.id = value::bigint
            WHERE key = 'schedule' AND score > 0
            """)
        {
            Limit = jobs.LongestRetryDelay + TimeSpan.FromSeconds(5), // Hangfire looks for due ones every 2 s
            RescueAsync = RunAsync(
                "UPDATE hangfire.set SET score = 0 WHERE key = 'schedule' AND value = $1 AND score::text = $2"),
            Message = "its retry is overdue (was a clock set back?), so it is tried now.",
        },

        // When Hangfire can't write a job's next state, for instance on a full disk, the job ends as failed. Its report
        // still waits: it ends in the last run of its job.
        new("""
            SELECT job.id::text, stateid::text, 'Report ' || report.id
            FROM hangfire.job JOIN reports report ON report.id = (arguments ->> 0)::bigint
            WHERE statename = 'Failed' AND report.state IN ('queued', 'running')
            """)
        {
            Limit = ReportJobs.LockTimeout,
            RescueAsync = (_, job, _) => Task.FromResult(jobs.Client.Requeue(job.Id, FailedState.StateName)),
            Message = "its job has failed without it, so it is queued again.",
        },
    ];

    // This holds when a row was seen first.
    private readonly Dictionary<Row, long> _firstSeen = [];
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
        foreach (var row in FindUnchanged(await ReadAsync(connection, cancellationToken)))
        {
            // False if a living process changed the row after all, or another rescuer was faster.
            if (await row.Kind.RescueAsync(connection, row, cancellationToken))
                log.LogWarning("{Name}: {Message}", row.Name, row.Kind.Message);
        }
    }

    private async Task<List<Row>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        foreach (var kind in _kinds)
        {
            await using var command = new NpgsqlCommand(kind.Find, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(new(kind, reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    private List<Row> FindUnchanged(List<Row> rows)
    {
        var now = clock.GetTimestamp();
        // While the database was away, a living process could not change its rows either.
        if (clock.GetElapsedTime(_lastRound, now) > 3 * Interval) _firstSeen.Clear();
        _lastRound = now;
        foreach (var gone in _firstSeen.Keys.Except(rows).ToArray()) _firstSeen.Remove(gone);
        foreach (var row in rows) _firstSeen.TryAdd(row, now);
        return rows.FindAll(row => clock.GetElapsedTime(_firstSeen[row], now) >= row.Kind.Limit);
    }

    private static Func<NpgsqlConnection, Row, CancellationToken, Task<bool>> RunAsync(string sql)
        => async (connection, row, cancellationToken) =>
        {
            await using var command = new NpgsqlCommand(sql, connection)
            {
                Parameters = { new() { Value = row.Id }, new() { Value = row.Version } },
            };
            return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        };

    /// <summary>A kind of row that a dead process leaves behind, and that would let a report wait.</summary>
    /// <param name="Find">Selects the columns of <see cref="Row"/>.</param>
    private sealed record Leftover(string Find)
    {
        /// <summary>A living process changes or removes the row sooner.</summary>
        public required TimeSpan Limit { get; init; }

        /// <summary>Returns false if the row has changed meanwhile.</summary>
        public required Func<NpgsqlConnection, Row, CancellationToken, Task<bool>> RescueAsync { get; init; }

        public required string Message { get; init; }
    }

    /// <param name="Version">What a living process changes, as text.</param>
    /// <param name="Name">For the log.</param>
    private sealed record Row(Leftover Kind, string Id, string Version, string Name);
}
