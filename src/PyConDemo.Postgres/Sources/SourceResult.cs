namespace PyConDemo.Postgres.Sources;

/// <summary>What came of trying a source.</summary>
internal abstract record SourceResult
{
    public sealed record Available(string ConnectionString, string Description, IAsyncDisposable Server) : SourceResult;

    public sealed record Unavailable(string Reason) : SourceResult;

    /// <summary>The source was chosen and doesn't work: using another one instead would be wrong.</summary>
    public sealed record Failed(string Reason, Exception? Cause = null) : SourceResult;
}
