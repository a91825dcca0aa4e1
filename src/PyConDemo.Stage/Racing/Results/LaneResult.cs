using System.Text.Json.Serialization;
using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Racing.Results;

/// <summary>One side of a finished race.</summary>
/// <param name="Request">Method and path, as sent.</param>
/// <param name="Counts">Of one request, untimed, with the checklist on. Null where the API does not tell.</param>
/// <param name="Capacity">Requests per second of the closed loop.</param>
/// <param name="Sustained">At the rate that both lanes hold. Null where the race did not get there.</param>
/// <param name="Overload">At the rate that only one lane should hold. Null where there is no such rate.</param>
public sealed record LaneResult(
    string Name, string Label, string Request, RequestVitals? Counts, double Capacity,
    [property: JsonPropertyName("bothHold")] LaneLoad? Sustained,
    [property: JsonPropertyName("onlyOneHolds")] LaneLoad? Overload,
    LaneCost Cost);
