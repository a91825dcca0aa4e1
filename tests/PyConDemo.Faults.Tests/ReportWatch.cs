namespace PyConDemo.Faults.Tests;

/// <summary>A report's row, as it is now.</summary>
internal sealed record ReportRow(string State, int Attempts, string? Reason)
{
    public bool IsDone => State is "ready" or "failed";
}

/// <summary>Reads the reports from the database, and counts how often each one was finished.</summary>
internal sealed class ReportWatch(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _db = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 2, CommandTimeout = 5 });

    /// <summary>Adds triggers that record each end of a report, and each release of a lock of Hangfire.</summary>
    public Task InstallAsync() => _db.ExecuteAsync("""
        CREATE SCHEMA IF NOT EXISTS faults;
        CREATE TABLE faults.finished (report bigint);
        CREATE TABLE faults.holds (resource text, held interval);
        CREATE FUNCTION faults.finish() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO faults.finished VALUES (NEW.id); RETURN NULL; END $$;
        CREATE FUNCTION faults.release() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO faults.holds VALUES (OLD.resource, clock_timestamp() - OLD.acquired); RETURN NULL; END $$;
        CREATE TRIGGER finish AFTER UPDATE ON reports FOR EACH ROW
            WHEN (NEW.state IN ('ready', 'failed')) EXECUTE FUNCTION faults.finish();
        CREATE TRIGGER release AFTER DELETE ON hangfire.lock FOR EACH ROW EXECUTE FUNCTION faults.release();
        """);

    /// <summary>Null while the database doesn't answer.</summary>
    public async Task<Dictionary<long, ReportRow>?> TryReadAsync()
    {
        try
        {
            await using var command = _db.CreateCommand("SELECT id, state, attempts, reason FROM reports");
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new Dictionary<long, ReportRow>();
            while (await reader.ReadAsync())
            {
                rows[reader.GetInt64(0)] = new(
                    reader.GetString(1), reader.GetInt32(2), await reader.IsDBNullAsync(3) ? null : reader.GetString(3));
            }

            return rows;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    public Task<long> FinishedTwiceAsync() => _db.ScalarAsync<long>(
        "SELECT count(*) FROM (SELECT FROM faults.finished GROUP BY report HAVING count(*) > 1) AS twice");

    /// <summary>The longest time that a lock was held so far.</summary>
    public Task<TimeSpan> LongestHoldAsync()
        => _db.ScalarAsync<TimeSpan>("SELECT coalesce(max(held), interval '0') FROM faults.holds");

    public ValueTask DisposeAsync() => _db.DisposeAsync();
}
