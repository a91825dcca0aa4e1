namespace PyConDemo.ApiClient;

/// <summary>The API's state at one moment. CPU and uptime are seconds since its start.</summary>
/// <param name="OpenConnections">Null when PostgreSQL does not answer, as are all other values from PostgreSQL.</param>
/// <param name="Backlog">Jobs that were accepted and are not done yet; null when PostgreSQL does not answer.</param>
public sealed record Vitals(
    string Instance, string Build, bool Optimized, string Scale, double UptimeSeconds, double CpuSeconds,
    long MemoryBytes, long ThreadPoolQueue, long ThreadPoolThreads, long? OpenConnections, long? LockWaits,
    PostgresVitals? Postgres, long? Backlog)
{
    /// <summary>The backlog, or 0 when PostgreSQL does not answer: then there is nothing to wait for.</summary>
    public long Waiting => Backlog ?? 0;
}

/// <param name="CpuSeconds">Null when the API cannot read it: PostgreSQL runs on another machine or as another
/// user.</param>
public sealed record PostgresVitals(string Version, double? CpuSeconds);
