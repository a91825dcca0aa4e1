using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres;

/// <summary>A running PostgreSQL. Disposal stops what this class started, unless another process still uses
/// it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private IAsyncDisposable? _running;

    private PostgresServer(PostgresSource source, string connectionString, string description, IAsyncDisposable running)
        => (Source, ConnectionString, Description, _running) = (source, connectionString, description, running);

    /// <summary>The source that is used; never <see cref="PostgresSource.Auto"/>.</summary>
    public PostgresSource Source { get; }

    /// <summary>An Npgsql connection string. It is the configured one unchanged, or else it leads to the server's
    /// maintenance database `postgres` as its superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>One line that says which source is used and why the earlier ones were not. It never contains a
    /// password.</summary>
    public string Description { get; }

    /// <summary>Finds or starts a PostgreSQL of version 15 or newer. Cancellation stops whatever this call has begun to
    /// start.</summary>
    /// <exception cref="PostgresUnavailableException">No source can provide one (the message says what to install), or
    /// the configured server can't be used.</exception>
    public static Task<PostgresServer> StartAsync(
        PostgresOptions options, CancellationToken cancellationToken = default)
        => StartAsync(options, HostEnvironment.Current, cancellationToken);

    internal static async Task<PostgresServer> StartAsync(
        PostgresOptions options, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var source in options.Source is PostgresSource.Auto ? options.Order : [options.Source])
        {
            switch (await SourceOf(source, options, environment).TryAsync(cancellationToken))
            {
                case SourceResult.Available available:
                    var why = reasons.Count == 0 ? "" : $" ({string.Join("; ", reasons)})";
                    return new(source, available.ConnectionString, available.Description + why, available.Server);
                case SourceResult.Unavailable unavailable:
                    reasons.Add(unavailable.Reason);
                    break;
                case SourceResult.Failed failed:
                    throw new PostgresUnavailableException(failed.Reason, failed.Cause);
            }
        }

        throw new PostgresUnavailableException(InstallHint.For(reasons));
    }

    /// <summary>Safe to call twice and from several threads; the first call does the work.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running) await running.DisposeAsync();
    }

    private static ISource SourceOf(PostgresSource source, PostgresOptions options, HostEnvironment environment)
        => source switch
        {
            PostgresSource.Configured => new ConfiguredSource(options.ConnectionString),
            PostgresSource.Local =>
                new LocalSource(options.DataFolder, options.Throwaway, options.ServerSettings, environment),
            PostgresSource.Container => new ContainerSource(options.Image, options.ServerSettings, environment),
            _ => throw new ArgumentOutOfRangeException(
                nameof(options), source, "A source of PostgreSQL is Configured, Local or Container."),
        };
}

/// <summary>No source can provide a PostgreSQL. The message is meant for people: it says what was tried and what to
/// install.</summary>
public sealed class PostgresUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
