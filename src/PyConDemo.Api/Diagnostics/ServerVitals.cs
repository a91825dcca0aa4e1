namespace PyConDemo.Api.Diagnostics;

/// <summary>The state of the server. Two readings and the time between them give rates.</summary>
/// <param name="Instance">A random id, chosen at the start. It distinguishes this process from a restarted one.</param>
/// <param name="Optimized">False for a build without optimisation, whose timings mean nothing.</param>
/// <param name="CpuSeconds">The processor time of this process, user and system.</param>
/// <param name="MemoryBytes">The current working set.</param>
/// <param name="ThreadPoolQueue">Work items that wait for a thread. More than a few mean too few threads.</param>
/// <param name="OpenConnections">The program's connections. It and the next three are null if the database doesn't tell
/// them in time.</param>
/// <param name="LockWaits">Sessions that wait for a lock now.</param>
/// <param name="Backlog">Reports that are queued or running.</param>
public sealed record ServerVitals(
    Guid Instance, string Build, bool Optimized, string Scale, double UptimeSeconds, double CpuSeconds,
    long MemoryBytes, long PeakMemoryBytes, int ThreadPoolThreads, long ThreadPoolQueue, long? OpenConnections,
    long? LockWaits, long? Backlog, PostgresVitals? Postgres);

/// <summary>The PostgreSQL server behind the API.</summary>
/// <param name="CpuSeconds">The processor time of all of its processes, ended ones included. Null where it can't be
/// read, as on another machine or another system than Linux.</param>
public sealed record PostgresVitals(string Version, double? CpuSeconds);
