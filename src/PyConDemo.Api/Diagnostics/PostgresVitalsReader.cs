namespace PyConDemo.Api.Diagnostics;

/// <summary>Reads the part of the vitals that PostgreSQL knows, within 0.35 s. Thread-safe.</summary>
public sealed class PostgresVitalsReader(
    [FromKeyedServices(DatabaseExtensions.Monitoring)] NpgsqlDataSource monitoring, Readiness readiness)
{
    private const string Backlog = "SELECT count(*) FROM reports WHERE state IN ('queued', 'running')";

    // /vitals shall answer within 0.5 s. The readings take a few milliseconds, and longer on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(0.35);

    // Two readings: when somebody locks the table of the reports, the lock waits are still there to be seen.
    private readonly LimitedReading<SessionVitals> _sessions = new(Limit, () => ReadSessionsAsync(monitoring));
    private readonly LimitedReading<object> _backlog = new(Limit, () => monitoring.RunAsync(Backlog));

    /// <summary>Reads both parts at once. A part that takes too long is null.</summary>
    public async Task<(SessionVitals? Sessions, long? Backlog)> ReadAsync()
    {
        var sessions = _sessions.TryReadAsync();
        var backlog = readiness.IsReady ? await _backlog.TryReadAsync() : null; // before, there is no such table
        return (await sessions, (long?)backlog);
    }

    private static async Task<SessionVitals?> ReadSessionsAsync(NpgsqlDataSource monitoring)
    {
        await using var command = monitoring.CreateCommand("""
            SELECT
                count(*),
                count(*) FILTER (WHERE wait_event_type = 'Lock'),
                split_part(current_setting('server_version'), ' ', 1),
                pg_backend_pid()
            FROM pg_stat_activity
            WHERE datname = current_database()
                AND backend_type = 'client backend'
                AND application_name = 'PyConDemo'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var server = new PostgresVitals(reader.GetString(2), PostgresCpu.Read(reader.GetInt32(3)));
        return new(reader.GetInt64(0), reader.GetInt64(1), server);
    }
}

/// <summary>What PostgreSQL says about the program's sessions.</summary>
public sealed record SessionVitals(long Open, long LockWaits, PostgresVitals Server);
