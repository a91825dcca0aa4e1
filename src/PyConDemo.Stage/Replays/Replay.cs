using System.Text.Json.Serialization.Metadata;

namespace PyConDemo.Stage.Replays;

/// <summary>A finished race with everything that the page showed. It can be shown without a server.</summary>
/// <param name="Id">The file's name without the extension: date, time and slug, so that names sort by age.</param>
/// <param name="Events">The messages to the page, in order.</param>
/// <param name="Sources">Both lanes' source, as the page shows it. Null when the API did not tell it.</param>
public sealed record Replay(
    int SchemaVersion, string Id, RunFacts Run, bool Thorough, RaceResult Race, IReadOnlyList<ReplayEvent> Events,
    JsonNode? Pattern, JsonNode? Sources)
{
    public const int CurrentSchema = 1;
}

/// <param name="At">Milliseconds since the race's start.</param>
public sealed record ReplayEvent(double At, string Type, JsonNode? Data);

/// <summary>A replay in a list.</summary>
/// <param name="Lanes">The lanes' labels, in order: "bad", "good".</param>
/// <param name="Claim">Null when the lanes could not be compared, because one did not sustain the rate.</param>
/// <param name="Factor">How many times slower the first lane is. Null when that is not claimed.</param>
public sealed record ReplayHead(
    string Id, string Slug, string Title, string Symptom, DateTimeOffset Date, bool Thorough, string Verdict,
    IReadOnlyList<string> Lanes, Claim? Claim, double? Factor, bool Refused);

/// <summary>The JSON options of the page and its replays.</summary>
public static class PageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Options);
}
