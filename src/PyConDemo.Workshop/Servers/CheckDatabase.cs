using Npgsql;

namespace PyConDemo.Workshop.Servers;

/// <summary>The database of one check. The judge changes and reads it as a superuser, and the log doesn't show that.
/// Thread-safe.</summary>
internal sealed class CheckDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), LongestWork = TimeSpan.FromSeconds(5);

    private readonly JudgeServer _server;
    private readonly NpgsqlDataSource _judge;

    public CheckDatabase(JudgeServer server, string name)
    {
        (_server, Name) = (server, name);
        _judge = NpgsqlDataSource.Create(server.ForJudge(name));
    }

    public string Name { get; }

    /// <summary>The connection string for the API that has this role.</summary>
    public string ConnectionString(string role) => _server.ConnectionString(Name, role);

    /// <summary>What the server does for this role from now on.</summary>
    public Task<ServerLog> OpenLogAsync(string role, CancellationToken cancellationToken)
        => ServerLog.OpenAsync(_server.Judge, Name, role, cancellationToken);

    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _judge.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement that PostgreSQL may refuse: then nothing changes.</summary>
    public async Task TryRunAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(sql, cancellationToken);
        }
        catch (PostgresException)
        {
            // A lock was not granted in time, for example.
        }
    }

    /// <summary>Returns the first column of the first row.</summary>
    public async Task<T> ReadAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = _judge.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>True if a session of this database has waited for a lock for 200 ms.</summary>
    public Task<bool> IsAnybodyWaitingAsync(CancellationToken cancellationToken) => ReadAsync<bool>("""
        SELECT EXISTS (
            SELECT FROM pg_stat_activity JOIN pg_locks USING (pid)
            WHERE datname = current_database() AND NOT granted
                AND waitstart < clock_timestamp() - interval '200 ms')
        """, cancellationToken);

    /// <summary>Waits until no session of this role runs a statement: then the log has all that it did. Work that
    /// takes longer than five seconds is not waited for.</summary>
    public async Task UntilIdleAsync(string role, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        do await Task.Delay(Pause, cancellationToken); // what an answer did not wait for may not have started yet
        while (await IsBusyAsync() && Stopwatch.GetElapsedTime(since) < LongestWork);

        Task<bool> IsBusyAsync() => ReadAsync<bool>($"""
            SELECT EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND usename = '{role}' AND state = 'active')
            """, cancellationToken);
    }

    /// <summary>Prevents writes to a table until the result is disposed. Reads go on.</summary>
    public Task<IAsyncDisposable> LockAsync(string table, CancellationToken cancellationToken)
        => HoldAsync($"LOCK TABLE {table} IN SHARE MODE", cancellationToken);

    /// <summary>Runs a statement in a transaction, which ends when the result is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string sql, CancellationToken cancellationToken)
    {
        var connection = await _judge.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection; // its pool rolls back
    }

    public async ValueTask DisposeAsync()
    {
        await _judge.DisposeAsync();
        await _server.DropAsync(Name);
    }
}
