namespace PyConDemo.Stage.Racing;

/// <summary>The steps of one race, in order.</summary>
public enum RacePhase
{
    Answers,
    WarmUp,
    Capacity,
    BothHold,
    OnlyOneHolds,
    Extras,
}
