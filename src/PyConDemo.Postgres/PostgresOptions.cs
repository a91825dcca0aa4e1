namespace PyConDemo.Postgres;

/// <summary>What kind of PostgreSQL is wanted. The defaults are the application's.</summary>
public sealed record PostgresOptions
{
    /// <summary>The one source to use, or <see cref="PostgresSource.Auto"/> to try <see cref="Order"/>.</summary>
    public PostgresSource Source { get; init; } = PostgresSource.Auto;

    /// <summary>
    /// An Npgsql connection string to an existing server; null or blank means none is configured.
    /// One that is set and doesn't work is an error, never a reason to try the next source.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>The sources that <see cref="PostgresSource.Auto"/> tries, first to last.</summary>
    public IReadOnlyList<PostgresSource> Order { get; init; } =
        [PostgresSource.Configured, PostgresSource.Local, PostgresSource.Container];

    /// <summary>The container image; PostgreSQL 15 or newer.</summary>
    public string Image { get; init; } = "postgres:17-alpine";

    /// <summary>
    /// The folder that holds the local clusters, one per major version. Null means the machine's usual place:
    /// LocalApplicationData, or a folder in /var/tmp when running as root. A folder that holds anything else is refused.
    /// Ignored when <see cref="Throwaway"/> is set.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>True: a fresh cluster of its own, deleted on disposal (tests). False: one that survives restarts.</summary>
    public bool Throwaway { get; init; }

    /// <summary>
    /// Server settings (postgresql.conf names and values) on top of, or instead of, this class's own; for a local cluster
    /// and for a container, not for a configured server. When a cluster already runs for another process, they wait for its next start.
    /// </summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = new Dictionary<string, string>();
}
