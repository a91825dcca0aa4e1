using PyConDemo.Postgres;

namespace PyConDemo.Api.Hosting;

/// <summary>Checks how the sessions of somebody's own server start. PGOPTIONS, the role, the database or the server may
/// set a default with which the demo can't work, such as read-only transactions.</summary>
public static class SessionDefaults
{
    // With a shorter limit, requests that are slow on purpose would fail, and so would the seeding.
    private const int ShortestTimeout = 60_000; // ms

    private const string FirstProblem = """
        WITH needed (name, value) AS (VALUES
            ('default_transaction_read_only', 'off'),
            ('default_transaction_isolation', 'read committed'),
            ('standard_conforming_strings', 'on'),
            ('client_encoding', 'UTF8'),
            ('server_encoding', 'UTF8')),
        wrong AS (
            SELECT name, needed.value
            FROM pg_settings JOIN needed USING (name)
            WHERE setting <> needed.value
            UNION ALL
            SELECT name, '0 (no limit), or 1min and more'
            FROM pg_settings
            WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout',
                    'idle_in_transaction_session_timeout', 'idle_session_timeout')
                AND setting::bigint BETWEEN 1 AND $1 - 1)
        SELECT format('its sessions start with %s = %s (set by: %s), and the demo needs %s',
            name, current_setting(name), source, value)
        FROM wrong JOIN pg_settings USING (name)
        UNION ALL
        SELECT 'it is a standby, which is read-only' WHERE pg_is_in_recovery()
        UNION ALL
        SELECT 'no schema of its search_path exists: ' || current_setting('search_path') WHERE current_schema() IS NULL
        LIMIT 1
        """;

    /// <returns>The connection string. PGOPTIONS is part of it where it has no options of its own, because connections
    /// that add an option would lose those of PGOPTIONS.</returns>
    /// <exception cref="PostgresUnavailableException">The demo can't work with a default. The message names it.
    /// </exception>
    /// <exception cref="NpgsqlException">The server does not answer.</exception>
    public static async Task<string> CheckAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.Options is null && Environment.GetEnvironmentVariable("PGOPTIONS") is { Length: > 0 } options)
            settings.Options = options;
        await using var connection = Connection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(FirstProblem, connection);
        command.Parameters.Add(new() { Value = ShortestTimeout });
        return await command.ExecuteScalarAsync(cancellationToken) is string problem
            ? throw new PostgresUnavailableException($"The configured PostgreSQL can't be used: {problem}.")
            : settings.ConnectionString;
    }

    private static NpgsqlConnection Connection(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (ArgumentException bad) // for example a smallest pool above the largest
        {
            throw new PostgresUnavailableException($"ConnectionStrings__Demo can't be used: {bad.Message}");
        }
    }
}
