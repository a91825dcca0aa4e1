using System.Text.Json.Serialization;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>The evidence of a race's lanes at one position of the dial.</summary>
/// <param name="Dial">Null where the pattern has none.</param>
/// <param name="DialKind">How the dial is turned: by the page's slider unless it is the data's scale.</param>
/// <param name="PrimaryCost">The count that the pattern is about.</param>
public sealed record EvidenceAnswer(
    string Slug, long? Dial,
    [property: JsonPropertyName("turns")] DialKind DialKind,
    [property: JsonPropertyName("grows")] GrowthCost PrimaryCost,
    IReadOnlyList<LaneEvidence> Lanes);
