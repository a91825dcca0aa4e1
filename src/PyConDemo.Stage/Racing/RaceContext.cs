namespace PyConDemo.Stage.Racing;

/// <summary>The data that all steps of one race share.</summary>
/// <param name="IdleBacklog">Jobs that already waited before the race. No lane is charged for them.</param>
public sealed record RaceContext(
    DemoClient Client, Race Race, Pattern Pattern, IReadOnlyList<RaceLane> Lanes, RaceSettings Settings,
    IRaceObserver Observer, long IdleBacklog) : IDisposable
{
    public long Dial => Pattern.Dial?.Default ?? 1;

    /// <summary>Tells the observer that a phase begins.</summary>
    public void StartPhase(RacePhase phase, double? rate = null)
        => Observer.OnPhaseStarted(phase, rate, Plan.From(phase, phase == RacePhase.Sustained ? rate : null));

    private RacePlan Plan { get; } = new(Race, Settings);

    public Task ResetAsync(CancellationToken cancellationToken) => Race.ResetAsync(Client, Dial, cancellationToken);

    public void Dispose()
    {
        foreach (var lane in Lanes) lane.Sender.Dispose();
    }
}

/// <summary>One side of a race with its own connections.</summary>
/// <param name="Index">From 0, in the settings' order.</param>
/// <param name="Label">The name, made unique when a lane races itself.</param>
/// <param name="Request">The listed example. The race replaces it by its own request.</param>
public sealed record RaceLane(int Index, string Name, string Label, LaneRequest Request, RequestSender Sender)
{
    public LaneRequest Request { get; set; } = Request;

    /// <summary>The same request at the dial's lowest position.</summary>
    public LaneRequest WarmUpRequest { get; set; } = Request;

    /// <summary>What the lane's load has cost so far.</summary>
    public CostMeter Cost { get; } = new();
}
