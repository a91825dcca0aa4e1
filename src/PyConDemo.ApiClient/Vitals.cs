namespace PyConDemo.ApiClient;

/// <summary>The API's own account of itself at one moment. Seconds are CPU seconds since its start.</summary>
/// <param name="OpenConnections">Null, as all of PostgreSQL's, when it does not answer.</param>
/// <param name="Backlog">Work accepted and not yet done, in jobs; null when PostgreSQL does not answer.</param>
public sealed record Vitals(
    string Instance, string Build, bool Optimized, string Scale, double UptimeSeconds, double CpuSeconds, long MemoryBytes,
    long ThreadPoolQueue, long ThreadPoolThreads, long? OpenConnections, long? LockWaits, PostgresVitals? Postgres,
    long? Backlog)
{
    /// <summary>The same; a database that does not answer has none that could be waited for.</summary>
    public long Waiting => Backlog ?? 0;
}
