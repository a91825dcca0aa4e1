using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Page.Live;

/// <summary>The largest values seen beside one lane's overload. Zero readings: the lane was never asked about.</summary>
/// <param name="LockWaits">Sessions of PostgreSQL that wait for a lock at once.</param>
/// <param name="Backlog">Jobs accepted and not yet done.</param>
internal sealed record VitalsPeak(
    int Readings = 0, long ThreadPoolQueue = 0, long ThreadPoolThreads = 0, long Connections = 0, long LockWaits = 0, long Backlog = 0, long MemoryBytes = 0)
{
    public VitalsPeak With(Vitals now) => new(
        Readings + 1, Math.Max(ThreadPoolQueue, now.ThreadPoolQueue), Math.Max(ThreadPoolThreads, now.ThreadPoolThreads),
        Math.Max(Connections, now.OpenConnections ?? 0), Math.Max(LockWaits, now.LockWaits ?? 0), Math.Max(Backlog, now.Waiting),
        Math.Max(MemoryBytes, now.MemoryBytes));
}
