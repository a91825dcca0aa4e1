namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes list the same posts with their authors' names.</summary>
public sealed class NPlusOneRace() : Race("n-plus-one", GrowthCost.Commands, usualRate: 20)
{
    public override IReadOnlyList<string> Steps => ["projected"];
}
