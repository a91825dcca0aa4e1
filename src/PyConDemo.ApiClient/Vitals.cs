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

/// <param name="CpuSeconds">Null if the API can't read it: PostgreSQL is elsewhere, or of another user.</param>
public sealed record PostgresVitals(string Version, double? CpuSeconds);

/// <summary>What one request cost, as the API counts it with the checklist on. Null was not measured.</summary>
/// <param name="Bytes">The size of the body.</param>
/// <param name="Buffers">Pages of PostgreSQL's memory that the statements touch, according to their plans.</param>
/// <param name="RowsRead">Rows that PostgreSQL sent to the API.</param>
/// <param name="RowsLocked">Rows locked by the statement that locks most.</param>
/// <param name="PagesRendered">Pages of a PDF that were rendered before the answer; 0 for a 202.</param>
public sealed record RequestVitals(
    long? Commands, long? RowsRead, long? RowsAffected, double? SqlMs, long? Bytes, long? Buffers = null,
    long? RowsLocked = null, long? PagesRendered = null);
