namespace PyConDemo.Postgres.Sources;

/// <summary>What came of trying a source.</summary>
internal abstract record Attempt
{
    public sealed record Serving(string ConnectionString, string Description, IAsyncDisposable Server) : Attempt;

    public sealed record PassedOver(string Reason) : Attempt;
}
