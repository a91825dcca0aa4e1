using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Page.Booth;

/// <summary>
/// Reads the server's vitals while a lane is overloaded, and keeps each lane's worst. Only then: where latencies are compared, nobody
/// else asks the server anything.
/// </summary>
internal sealed class ServerWatch(DemoClient client, int lanes)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(300);
    private readonly ServerWorst[] worst = [.. Enumerable.Repeat(new ServerWorst(), lanes)];
    private volatile bool overload;
    private int lane = -1;

    public IReadOnlyList<ServerWorst> Worst => worst;

    public void Turn(RacePhase phase) => overload = phase is RacePhase.OnlyOneHolds;

    public void Load(int? index) => Volatile.Write(ref lane, index ?? -1);

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel).ConfigureAwait(false))
            {
                if (!overload || Volatile.Read(ref lane) is not (>= 0 and var loaded)) continue;
                var vitals = await client.VitalsAsync(cancel).ConfigureAwait(false);
                worst[loaded] = worst[loaded].With(vitals);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or StageException)
        {
            // The race is over, or will say itself that the server is gone.
        }
    }
}
