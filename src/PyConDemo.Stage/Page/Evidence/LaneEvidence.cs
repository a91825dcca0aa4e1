using System.Text.Json.Nodes;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>What one request of a lane did inside the server, in the API's own words.</summary>
/// <param name="Vitals">The checklist's account. Null where the API does not tell.</param>
/// <param name="Plans">The query plans. Null where the API does not tell.</param>
/// <param name="Ms">Of that request, as the client saw it.</param>
/// <param name="Load">Where the dial is an arrival rate.</param>
public sealed record LaneEvidence(
    string Lane, string Request, int Status, double Ms, long Bytes, JsonNode? Vitals, JsonNode? Plans, RateLoad? Load = null);
