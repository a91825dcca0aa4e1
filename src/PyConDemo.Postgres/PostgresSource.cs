namespace PyConDemo.Postgres;

/// <summary>Where a PostgreSQL can come from.</summary>
public enum PostgresSource
{
    /// <summary>The first that can serve, in the order of <see cref="PostgresOptions.Order"/>.</summary>
    Auto,

    /// <summary>The server that <see cref="PostgresOptions.ConnectionString"/> names.</summary>
    Configured,

    /// <summary>Server binaries found on this machine.</summary>
    Local,

    /// <summary>A container, by the machine's Docker-compatible engine.</summary>
    Container,
}
