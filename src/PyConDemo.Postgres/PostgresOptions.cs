namespace PyConDemo.Postgres;

/// <summary>What kind of PostgreSQL is wanted. The defaults are the application's.</summary>
public sealed record PostgresOptions
{
    /// <summary>The one source to use, or <see cref="PostgresSource.Auto"/> to try <see cref="Order"/>.</summary>
    public PostgresSource Source { get; init; } = PostgresSource.Auto;

    /// <summary>An Npgsql connection string to an existing server; null or blank means none is configured.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The sources that <see cref="PostgresSource.Auto"/> tries, first to last.</summary>
    public IReadOnlyList<PostgresSource> Order { get; init; } =
        [PostgresSource.Configured, PostgresSource.Local, PostgresSource.Container];

    /// <summary>The container image; PostgreSQL 15 or newer.</summary>
    public string Image { get; init; } = "postgres:17-alpine";

    /// <summary>
    /// The folder that holds the local clusters, one per major version. Null means the machine's usual place:
    /// LocalApplicationData, or a folder in /var/tmp when running as root. Ignored when <see cref="Throwaway"/> is set.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>True: a fresh cluster of its own, deleted on disposal (tests). False: one that survives restarts.</summary>
    public bool Throwaway { get; init; }
}
