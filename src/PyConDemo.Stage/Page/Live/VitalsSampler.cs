using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Live;

/// <summary>
/// Reads the server's vitals while a lane is overloaded, and keeps each lane's worst. Only then: where latencies are compared, nobody
/// else asks the server anything.
/// </summary>
internal sealed class VitalsSampler(DemoClient client, int lanes)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(300);
    private readonly VitalsPeak[] _worst = [.. Enumerable.Repeat(new VitalsPeak(), lanes)];
    private volatile bool _overload;
    private int _lane = -1;

    public IReadOnlyList<VitalsPeak> Peaks => _worst;

    public void SetPhase(RacePhase phase) => _overload = phase is RacePhase.Overload;

    public void SetLoadedLane(int? index) => Volatile.Write(ref _lane, index ?? -1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (!_overload || Volatile.Read(ref _lane) is not (>= 0 and var loaded)) continue;
                var vitals = await client.VitalsAsync(cancellationToken);
                _worst[loaded] = _worst[loaded].With(vitals);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ApiException)
        {
            // The race is over, or will say itself that the server is gone.
        }
    }
}
