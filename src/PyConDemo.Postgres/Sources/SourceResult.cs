namespace PyConDemo.Postgres.Sources;

/// <summary>A source's server. Disposal stops what the source started; null if that is nothing.</summary>
internal sealed record SourceResult(string ConnectionString, string Description, IAsyncDisposable? Server);

/// <summary>The source has no server to offer, but the next one may have. The message is one line for people.</summary>
internal sealed class SourceUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True if another source would hide the error: this one was asked for by name.</summary>
    public bool IsFinal { get; init; }
}
