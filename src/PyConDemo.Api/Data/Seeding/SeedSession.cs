using System.Globalization;
using Npgsql;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>A connection with the seed's settings. Disposal takes them back: the pool may reuse it without a reset.</summary>
internal sealed class SeedSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private SeedSession(NpgsqlConnection connection) => _connection = connection;

    public static async Task<SeedSession> OpenAsync(NpgsqlDataSource db, SeedPlan plan, CancellationToken cancellationToken)
    {
        var session = new SeedSession(await db.OpenConnectionAsync(cancellationToken));
        try
        {
            await session.SetAsync("demo.version", plan.Version, cancellationToken);
            await session.SetAsync("demo.scale", plan.Scale, cancellationToken);
            await session.SetAsync("demo.seed", plan.Seed, cancellationToken);
            await session.SetAsync("demo.owned", plan.Owned ? "on" : "off", cancellationToken);
            // As in 00-begin.sql: the last commit, which is synchronous, makes all earlier ones durable.
            await session.SetAsync("synchronous_commit", "off", cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async Task SetAsync(string name, object value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config($1, $2, false)", _connection);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = Convert.ToString(value, CultureInfo.InvariantCulture) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>Runs a file; without a time limit, for an index over ten million rows takes its time.</summary>
    /// <returns>The rows inserted.</returns>
    /// <exception cref="SeedRefusedException">The database is not ours.</exception>
    /// <exception cref="SeedVerificationException">The data is not what it should be.</exception>
    public async Task<int> RunAsync(SeedFile file, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(file.Sql, _connection) { CommandTimeout = 0 };
        try
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == "PD001")
        {
            throw new SeedRefusedException(e.MessageText, e);
        }
        catch (PostgresException e) when (e.SqlState == "PD002")
        {
            throw new SeedVerificationException(e.MessageText, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var reset = new NpgsqlCommand("ROLLBACK; SELECT pg_advisory_unlock_all(); RESET ALL", _connection);
            await reset.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // Broken: the server has forgotten the session, and with it the settings and locks.
        }
        await _connection.DisposeAsync();
    }
}
