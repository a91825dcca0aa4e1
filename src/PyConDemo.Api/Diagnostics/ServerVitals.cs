namespace PyConDemo.Api.Diagnostics;

/// <summary>How the server is doing, for instruments: two readings and the time between them give rates.</summary>
/// <param name="Instance">Drawn at start: tells a restarted or leftover process from the one that was meant.</param>
/// <param name="Build">The version of the program.</param>
/// <param name="Optimized">False for a build without optimisation: its timings mean nothing.</param>
/// <param name="Scale">The scale of the data.</param>
/// <param name="UptimeSeconds">Since the process started.</param>
/// <param name="CpuSeconds">Processor time of this process, user and system.</param>
/// <param name="MemoryBytes">Working set now.</param>
/// <param name="PeakMemoryBytes">The highest working set since the start.</param>
/// <param name="ThreadPoolThreads">Threads in the pool.</param>
/// <param name="ThreadPoolQueue">Work that waits for a thread: more than a few, and the server is starved.</param>
/// <param name="OpenConnections">Connections of this database's clients; null when the database doesn't answer.</param>
/// <param name="LockWaits">Sessions that wait for a lock right now; null when the database doesn't answer.</param>
/// <param name="Backlog">Reports that were accepted and are not done, queued and running; null when the database doesn't answer.</param>
/// <param name="Postgres">The server; null when it doesn't answer.</param>
public sealed record ServerVitals(
    Guid Instance,
    string Build,
    bool Optimized,
    string Scale,
    double UptimeSeconds,
    double CpuSeconds,
    long MemoryBytes,
    long PeakMemoryBytes,
    int ThreadPoolThreads,
    long ThreadPoolQueue,
    long? OpenConnections,
    long? LockWaits,
    long? Backlog,
    PostgresVitals? Postgres);
