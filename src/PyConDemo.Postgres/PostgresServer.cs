using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Local;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres;

/// <summary>A running PostgreSQL. Disposal stops what this class started, unless another process still uses it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private IAsyncDisposable? _running;

    private PostgresServer(PostgresSource source, string connectionString, string description, IAsyncDisposable running)
        => (Source, ConnectionString, Description, _running) = (source, connectionString, description, running);

    /// <summary>The source that serves; never <see cref="PostgresSource.Auto"/>.</summary>
    public PostgresSource Source { get; }

    /// <summary>An Npgsql connection string: the configured one as it is, else the server's maintenance database `postgres`, as its superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>One line without any password: which source was taken, and why the earlier ones were passed over.</summary>
    public string Description { get; }

    /// <summary>Finds or starts a PostgreSQL of version 15 or newer. Cancelling it stops whatever it had begun to start.</summary>
    /// <exception cref="PostgresUnavailableException">
    /// No source can serve (the message says what to install), or the configured server doesn't answer as it should.
    /// </exception>
    public static Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken cancellationToken = default)
        => StartAsync(options, HostEnvironment.Current, cancellationToken);

    internal static async Task<PostgresServer> StartAsync(PostgresOptions options, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var passedOver = new List<string>();
        foreach (var source in options.Source is PostgresSource.Auto ? options.Order : [options.Source])
        {
            switch (await SourceOf(source, options, environment).TryAsync(cancellationToken))
            {
                case SourceResult.Available serving:
                    var why = passedOver.Count == 0 ? "" : $" ({string.Join("; ", passedOver)})";
                    return new(source, serving.ConnectionString, serving.Description + why, serving.Server);
                case SourceResult.Unavailable passed:
                    passedOver.Add(passed.Reason);
                    break;
                case SourceResult.Failed failed:
                    throw new PostgresUnavailableException(failed.Reason, failed.Cause);
            }
        }

        throw new PostgresUnavailableException(InstallHint.For(passedOver));
    }

    /// <summary>Safe to call twice, and from several threads: the first call does the work.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } mine) await mine.DisposeAsync();
    }

    private static ISource SourceOf(PostgresSource source, PostgresOptions options, HostEnvironment environment) => source switch
    {
        PostgresSource.Configured => new ConfiguredSource(options.ConnectionString),
        PostgresSource.Local => new LocalSource(options.DataFolder, options.Throwaway, options.ServerSettings, environment),
        PostgresSource.Container => new ContainerSource(options.Image, options.ServerSettings, environment),
        _ => throw new ArgumentOutOfRangeException(nameof(options), source, "A source of PostgreSQL is Configured, Local or Container."),
    };
}
