using System.Text.Json.Nodes;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Replays;

/// <summary>A finished race as it was seen: enough to show it again without any server.</summary>
/// <param name="Id">Its file's name without the extension: date, time and slug, so that names sort by age.</param>
/// <param name="Events">What the page was told, in order.</param>
/// <param name="Sources">Both lanes' source, as the page shows it. Null when the API did not tell.</param>
public sealed record Replay(
    int SchemaVersion, string Id, RunFacts Run, bool Thorough, RaceResult Race, IReadOnlyList<ReplayEvent> Events, JsonNode? Pattern, JsonNode? Sources)
{
    public const int CurrentSchema = 1;
}
