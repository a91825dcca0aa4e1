using MysticMind.PostgresEmbed;

namespace PyConDemo.Postgres.Sources;

/// <summary>Where a PostgreSQL can come from.</summary>
public enum PostgresSource
{
    /// <summary>The first source that works, in the order of <see cref="PostgresOptions.Order"/>.</summary>
    Auto,

    /// <summary>The server that <see cref="PostgresOptions.ConnectionString"/> names.</summary>
    Configured,

    /// <summary>Server binaries that are installed on this machine.</summary>
    Local,

    /// <summary>A container that this machine's Docker-compatible engine runs.</summary>
    Container,

    /// <summary>Server binaries that are downloaded once, into <see cref="PostgresOptions.DataFolder"/>.</summary>
    Download,
}

/// <summary>Which PostgreSQL to find or start. The defaults are the application's.</summary>
public sealed record PostgresOptions
{
    /// <summary>The one source to use, or <see cref="PostgresSource.Auto"/> to try <see cref="Order"/>.</summary>
    public PostgresSource Source { get; init; } = PostgresSource.Auto;

    /// <summary>An Npgsql connection string to an existing server; null or blank means that none is configured. If it
    /// is set and doesn't work, the start fails. No other source is tried.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The sources that <see cref="PostgresSource.Auto"/> tries, first to last.</summary>
    public IReadOnlyList<PostgresSource> Order { get; init; } =
        [PostgresSource.Configured, PostgresSource.Local, PostgresSource.Container, PostgresSource.Download];

    /// <summary>The container image. It must hold PostgreSQL 15 or newer.</summary>
    public string Image { get; init; } = "postgres:17-alpine";

    /// <summary>The version to download: <c>latest</c>, or numbers as in <c>17</c>, <c>17.6</c> and <c>17.6.0</c>. A
    /// version that is there already is used without asking for a newer one.</summary>
    public string Version { get; init; } = "17";

    /// <summary>The Maven repository from which the binaries are downloaded, or a folder with its files. It must have
    /// the artifacts <c>io.zonky.test.postgres:embedded-postgres-binaries-…</c>, and their SHA-256.</summary>
    public Uri Mirror { get; init; } = new(PgServerOptions.DefaultMavenRepo);

    /// <summary>Receives lines for people while a download takes long. Null drops them. It may be called from
    /// any thread.</summary>
    public Action<string>? OnProgress { get; init; }

    /// <summary>The folder that holds the local clusters, one per major version. Null or blank means
    /// LocalApplicationData, or a folder in /var/tmp for root. A folder with other files, or one that another user can
    /// change, is refused, and no other source is tried. For <see cref="Throwaway"/> it is the folder that the new
    /// cluster's folder is created in, and null means the system's temporary folder.</summary>
    public string? DataFolder { get; init; }

    /// <summary>True starts a new cluster, which is deleted on disposal. False starts the lasting one.</summary>
    public bool Throwaway { get; init; }

    /// <summary>Server settings (postgresql.conf names and values) that are added to this class's own or replace them.
    /// They apply to a cluster that this class starts, not to a configured server. If another process already runs
    /// the cluster, they apply from its next start.</summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = new Dictionary<string, string>();
}
