namespace PyConDemo.Stage.Replays;

/// <summary>A replay in a list.</summary>
/// <param name="Factor">How many times slower the first lane is, where it was compared. Null where no difference is claimed.</param>
public sealed record ReplayHead(
    string Id, string Slug, string Title, string Symptom, DateTimeOffset Date, bool Thorough, string Verdict, double? Factor, bool Refused);
