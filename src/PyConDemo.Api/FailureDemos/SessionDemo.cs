namespace PyConDemo.Api.FailureDemos;

/// <summary>A failure demo that breaks something with one database session. Everything that it holds belongs to that
/// session, so it ends with the process.</summary>
public abstract class SessionDemo(
    PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log) : FailureDemo(clock)
{
    private NpgsqlConnection? _connection;

    /// <summary>Opens the session.</summary>
    protected sealed override async Task SetUpAsync(CancellationToken cancellationToken)
    {
        var connection = NewConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await SetUpAsync(connection, cancellationToken);
            _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected sealed override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var connection = _connection!)
        {
            try
            {
                await RunAsync(connection, cancellationToken);
            }
            catch (Exception error) when (error is OperationCanceledException or NpgsqlException)
            {
                if (!cancellationToken.IsCancellationRequested)
                    log.LogWarning("The failure demo {Demo} has lost its session: {Reason}", Name, error.Message);

                await RollBackAsync(connection);
            }
        }

        // When the process ends, autovacuum does it later.
        if (!IsDisposing) await TryCleanUpAsync();
    }

    /// <summary>Runs before the start is answered.</summary>
    protected virtual Task SetUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => Task.CompletedTask;

    /// <summary>Runs until the token is cancelled. Then the connection is closed.</summary>
    protected abstract Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Repairs what the demo left behind, on a new connection.</summary>
    protected virtual Task CleanUpAsync(NpgsqlConnection connection) => Task.CompletedTask;

    private NpgsqlConnection NewConnection() => new(new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
    {
        ApplicationName = $"PyConDemo act {Name}",
        Pooling = false, // a pooled session would keep the snapshot or lock after it is closed
        CommandTimeout = 300, // seconds; a refresh at scale large takes more than the default of 30
    }.ConnectionString);

    // A session exists for a moment after its connection is closed. The rollback releases its snapshot before that.
    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.RunAsync("ROLLBACK", CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, so PostgreSQL has rolled back already.
        }
    }

    private async Task TryCleanUpAsync()
    {
        try
        {
            await using var connection = NewConnection();
            await connection.OpenAsync();
            await CleanUpAsync(connection);
        }
        catch (NpgsqlException error)
        {
            log.LogWarning("Autovacuum has to clean up after the failure demo {Demo}: {Reason}", Name, error.Message);
        }
    }
}
