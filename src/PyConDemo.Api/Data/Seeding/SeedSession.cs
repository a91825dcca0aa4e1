namespace PyConDemo.Api.Data.Seeding;

internal sealed record SeedPlan(string Version, string Scale, int Seed, bool Owned);

/// <summary>A connection with the settings of the seed. Disposal resets them, because the pool may not.</summary>
internal sealed class SeedSession(NpgsqlConnection connection) : IAsyncDisposable
{
    // A session that waits inside the server holds a snapshot, and then VACUUM marks no page as visible to all. So the
    // locks are polled.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private static readonly string SeederLock = $"({AdvisoryLock.Space}, {AdvisoryLock.Seed})";
    private static readonly string LoaderLock = $"({AdvisoryLock.Space}, {AdvisoryLock.SeedLoader})";

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

    /// <summary>Takes the seeder's lock, which one process per database can hold. It also waits until nobody holds the
    /// loaders' lock, because the loaders of a killed seeder may still work for a moment.</summary>
    public async Task LockAsSeederAsync(CancellationToken cancellationToken)
    {
        foreach (var key in new[] { SeederLock, LoaderLock })
        {
            while (!await ScalarAsync<bool>($"SELECT pg_try_advisory_lock{key}", cancellationToken))
                await Task.Delay(PollInterval, cancellationToken);
        }

        await connection.RunAsync($"SELECT pg_advisory_unlock{LoaderLock}", cancellationToken);
    }

    /// <summary>Takes the loaders' lock, which they share.</summary>
    public Task LockAsLoaderAsync(CancellationToken cancellationToken)
        => connection.RunAsync($"SELECT pg_advisory_lock_shared{LoaderLock}", cancellationToken);

    public async Task SetAsync(string name, object value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config($1, $2, false)", connection);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = Convert.ToString(value, CultureInfo.InvariantCulture) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
        => await connection.RunAsync(sql, cancellationToken) is T value ? value : default;

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
            await connection.RunAsync(Reset, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is broken, so the server has dropped the session with its settings and locks.
        }
        await connection.DisposeAsync();
    }
}

/// <summary>The database may hold somebody's real data. Nothing was changed. The message is one line.</summary>
public sealed class SeedRefusedException(string message, Exception inner) : Exception(message, inner);

/// <summary>The loaded data is wrong. The message says which count, checksum or query plan differs.</summary>
public sealed class SeedVerificationException(string message, Exception inner) : Exception(message, inner);
