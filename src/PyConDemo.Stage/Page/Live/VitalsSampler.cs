namespace PyConDemo.Stage.Page.Live;

/// <summary>Reads the server's vitals while a lane is overloaded, and keeps each lane's peak values. It sends no
/// request in the other phases, because they compare latencies.</summary>
internal sealed class VitalsSampler(DemoClient client, int lanes)
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(300);
    private readonly VitalsPeak[] _peaks = [.. Enumerable.Repeat(new VitalsPeak(), lanes)];
    private volatile bool _isOverload;
    private volatile int _loadedLane = -1;

    /// <summary>One element for each lane.</summary>
    public IReadOnlyList<VitalsPeak> Peaks => _peaks;

    public void SetPhase(RacePhase phase) => _isOverload = phase is RacePhase.Overload;

    /// <param name="index">Null while no lane is under load.</param>
    public void SetLoadedLane(int? index) => _loadedLane = index ?? -1;

    /// <summary>Samples until cancelled, or until the API no longer answers.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SampleInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (!_isOverload || _loadedLane is not (>= 0 and var lane)) continue;
                _peaks[lane] = _peaks[lane].With(await client.VitalsAsync(cancellationToken));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ApiException)
        {
            // The race is over. If the API is gone, the race's own requests report it.
        }
    }
}

/// <summary>The largest values that were read while one lane was overloaded.</summary>
/// <param name="Readings">Zero: nothing was read for this lane.</param>
/// <param name="LockWaits">PostgreSQL sessions that wait for a lock at the same time.</param>
/// <param name="Backlog">Jobs that are accepted but not done.</param>
internal sealed record VitalsPeak(int Readings = 0, long ThreadPoolQueue = 0, long ThreadPoolThreads = 0,
    long Connections = 0, long LockWaits = 0, long Backlog = 0, long MemoryBytes = 0)
{
    public VitalsPeak With(Vitals now) => new(
        Readings + 1, Math.Max(ThreadPoolQueue, now.ThreadPoolQueue),
        Math.Max(ThreadPoolThreads, now.ThreadPoolThreads), Math.Max(Connections, now.OpenConnections ?? 0),
        Math.Max(LockWaits, now.LockWaits ?? 0), Math.Max(Backlog, now.Waiting),
        Math.Max(MemoryBytes, now.MemoryBytes));
}
