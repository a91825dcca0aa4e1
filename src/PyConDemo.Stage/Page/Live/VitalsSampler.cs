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
