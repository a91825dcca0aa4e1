using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Download;
using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres;

/// <summary>A running PostgreSQL. Disposal stops what this class started, unless another process uses it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private IAsyncDisposable? _running;

    private PostgresServer(PostgresSource source, SourceResult found, string description)
        => (Source, ConnectionString, Description, _running)
            = (source, found.ConnectionString, description, found.Server);

    /// <summary>The source that is used; never <see cref="PostgresSource.Auto"/>.</summary>
    public PostgresSource Source { get; }

    /// <summary>An Npgsql connection string. It is the configured one unchanged, or else it leads to the server's
    /// maintenance database `postgres` as its superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>One line: which source is used, and why the earlier ones were not. Never a password.</summary>
    public string Description { get; }

    /// <summary>Finds or starts a PostgreSQL 15 or newer. Cancellation stops what this call has begun.</summary>
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
            try
            {
                var found = await UseAsync(source, options, environment, cancellationToken);
                var why = reasons.Count == 0 ? "" : $" ({string.Join("; ", reasons)})";
                return new(source, found, found.Description + why);
            }
            catch (SourceUnavailableException unavailable)
            {
                if (unavailable.IsFinal) throw new PostgresUnavailableException(unavailable.Message, unavailable);
                reasons.Add(unavailable.Message);
            }
        }

        throw new PostgresUnavailableException(Unavailable(reasons));
    }

    /// <summary>Safe to call twice and from several threads; the first call does the work.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running) await running.DisposeAsync();
    }

    private static Task<SourceResult> UseAsync(
        PostgresSource source, PostgresOptions options, HostEnvironment environment,
        CancellationToken cancellationToken) => source switch
        {
            PostgresSource.Configured => ConfiguredSource.ConnectAsync(options.ConnectionString, cancellationToken),
            PostgresSource.Local => LocalSource.StartAsync(options, environment, cancellationToken),
            PostgresSource.Container => ContainerSource.StartAsync(options, environment, cancellationToken),
            PostgresSource.Download => DownloadSource.StartAsync(options, environment, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(
                nameof(options), source, "A source of PostgreSQL is Configured, Local, Container or Download."),
        };

    private static string Unavailable(IReadOnlyList<string> reasons)
        => $"No PostgreSQL {ServerVersion.Oldest} or newer is available: {string.Join("; ", reasons)}. "
            + $"Install it: {PostgresSearch.InstallCommand}. "
            + "Or start Docker or Podman, or set ConnectionStrings__Demo to a server of your own.";
}

/// <summary>No source can provide a PostgreSQL. The message says what was tried and what to install.</summary>
public sealed class PostgresUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
