namespace PyConDemo.Postgres.Sources;

/// <summary>One place where a PostgreSQL may come from.</summary>
internal interface ISource
{
    /// <exception cref="PostgresUnavailableException">Going on to another source would be wrong.</exception>
    Task<SourceResult> TryAsync(CancellationToken cancellationToken);
}
