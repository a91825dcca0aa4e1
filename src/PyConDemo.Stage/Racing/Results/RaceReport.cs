namespace PyConDemo.Stage.Racing.Results;

/// <summary>What a run of the race command found: the root of the JSON document. Fields are only ever added within a version.</summary>
public sealed record RaceReport(int SchemaVersion, RunFacts Run, IReadOnlyList<RaceResult> Races)
{
    public const int CurrentSchema = 1;
}
