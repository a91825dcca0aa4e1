namespace PyConDemo.Postgres.Sources;

/// <summary>A place that a PostgreSQL may come from.</summary>
internal interface ISource
{
    Task<SourceResult> TryAsync(CancellationToken cancellationToken);
}

/// <summary>What a source answered.</summary>
internal abstract record SourceResult
{
    /// <summary>The source provides a server. Its disposal stops what the source started.</summary>
    public sealed record Available(string ConnectionString, string Description, IAsyncDisposable Server) : SourceResult;

    /// <summary>The source has no server to offer. The next one may have.</summary>
    public sealed record Unavailable(string Reason) : SourceResult;

    /// <summary>The source was configured and doesn't work. Using another one instead would hide that.</summary>
    public sealed record Failed(string Reason, Exception? Cause = null) : SourceResult;
}
