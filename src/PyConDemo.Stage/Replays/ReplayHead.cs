using PyConDemo.Load.Statistics;

namespace PyConDemo.Stage.Replays;

/// <summary>A replay in a list.</summary>
/// <param name="Lanes">Their labels, in order: "bad", "good".</param>
/// <param name="Claim">Null where the lanes could not be compared: one fails already where the other is at ease.</param>
/// <param name="Factor">How many times slower the first lane is. Null where that is not claimed.</param>
public sealed record ReplayHead(
    string Id, string Slug, string Title, string Symptom, DateTimeOffset Date, bool Thorough, string Verdict,
    IReadOnlyList<string> Lanes, Claim? Claim, double? Factor, bool Refused);
