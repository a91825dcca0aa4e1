namespace PyConDemo.Postgres.Sources;

/// <summary>One place where a PostgreSQL may come from.</summary>
internal interface ISource
{
    Task<SourceResult> TryAsync(CancellationToken cancellationToken);
}
