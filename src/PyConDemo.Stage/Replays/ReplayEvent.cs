using System.Text.Json.Nodes;

namespace PyConDemo.Stage.Replays;

/// <summary>One message to the page.</summary>
/// <param name="At">Milliseconds since the race's start.</param>
public sealed record ReplayEvent(double At, string Type, JsonNode? Data);
