namespace PyConDemo.Stage.Racing;

/// <summary>The data that all steps of one race share.</summary>
/// <param name="idleBacklog">Jobs that already waited before the race; no lane of this race is charged for
/// them.</param>
public sealed class RaceContext(
    DemoClient client, Race race, Pattern pattern, IReadOnlyList<RaceLane> lanes, RaceSettings settings,
    IRaceObserver observer, long idleBacklog) : IDisposable
{
    public DemoClient Client => client;
    public Race Race => race;
    public Pattern Pattern => pattern;
    public IReadOnlyList<RaceLane> Lanes { get; set; } = lanes;
    public RaceSettings Settings => settings;
    public IRaceObserver Observer => observer;
    public long IdleBacklog => idleBacklog;

    /// <summary>The dial's position in this race.</summary>
    public long Dial => pattern.Dial?.Default ?? 1;

    /// <summary>The most requests of one closed loop.</summary>
    public int MaxDeferred => settings.IsBrief ? race.MaxDeferred : (int)Math.Min(int.MaxValue, 3L * race.MaxDeferred);

    public Task ResetAsync(CancellationToken cancellationToken)
        => race.ResetAsync(client, pattern, Dial, cancellationToken);

    public void Dispose()
    {
        foreach (var lane in Lanes) lane.Sender.Dispose();
    }
}

/// <summary>One side of a race with its own connections. Its requests are the listed examples until the race prepares
/// its own.</summary>
/// <param name="Index">From 0, in the settings' order.</param>
/// <param name="Label">The name, made unique when a lane races itself.</param>
public sealed record RaceLane(
    int Index, string Name, string Label, LaneRequest Request, LaneRequest WarmUpRequest, RequestSender Sender)
{
    /// <summary>What the lane's load has cost so far. A copy of the lane shares it.</summary>
    public CostMeter Cost { get; } = new();
}
