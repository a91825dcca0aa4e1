namespace PyConDemo.Api.Data.Seeding;

/// <summary>What to seed, as the files of seed/ name it.</summary>
internal sealed record SeedPlan(string Version, string Scale, int Seed, bool Owned);

/// <summary>A connection with the settings of the seed. Disposal resets them, because the pool may reuse the connection
/// without a reset.</summary>
internal sealed class SeedSession(NpgsqlConnection connection) : IAsyncDisposable
{
    public static async Task<SeedSession> OpenAsync(
        NpgsqlDataSource db, SeedPlan plan, CancellationToken cancellationToken)
    {
        var session = new SeedSession(await db.OpenConnectionAsync(cancellationToken));
        try
        {
            await session.SetAsync("demo.version", plan.Version, cancellationToken);
            await session.SetAsync("demo.scale", plan.Scale, cancellationToken);
            await session.SetAsync("demo.seed", plan.Seed, cancellationToken);
            await session.SetAsync("demo.owned", plan.Owned ? "on" : "off", cancellationToken);
            // As in 00-begin.sql: the last commit is synchronous and makes all earlier ones durable.
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
        await using var command = new NpgsqlCommand("SELECT set_config($1, $2, false)", connection);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = Convert.ToString(value, CultureInfo.InvariantCulture) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>Runs a file. There is no time limit, because an index over ten million rows takes minutes.</summary>
    /// <returns>The number of rows inserted.</returns>
    /// <exception cref="SeedRefusedException">The database is not ours.</exception>
    /// <exception cref="SeedVerificationException">The loaded data is not what it should be.</exception>
    public async Task<int> RunAsync(SeedFile file, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(file.Sql, connection) { CommandTimeout = 0 };
        try
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is "PD001" or "PD002")
        {
            throw e.SqlState == "PD001"
                ? new SeedRefusedException(e.MessageText, e)
                : new SeedVerificationException(e.MessageText, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            const string Reset = "ROLLBACK; SELECT pg_advisory_unlock_all(); RESET ALL";
            await using var reset = new NpgsqlCommand(Reset, connection);
            await reset.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is broken, so the server has dropped the session with its settings and locks.
        }
        await connection.DisposeAsync();
    }
}

/// <summary>The database holds something else, which may be somebody's real data. Nothing in it was changed. The
/// message is one line for people.</summary>
public sealed class SeedRefusedException(string message, Exception inner) : Exception(message, inner);

/// <summary>The loaded data is not what it should be. The message says which count, checksum or query plan
/// differs.</summary>
public sealed class SeedVerificationException(string message, Exception inner) : Exception(message, inner);
