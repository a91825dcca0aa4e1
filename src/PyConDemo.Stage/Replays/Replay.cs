using System.Text.Json.Serialization.Metadata;

namespace PyConDemo.Stage.Replays;

/// <summary>A finished race with everything that the page showed. It can be shown without a server.</summary>
/// <param name="Id">The file's name without the extension: date, time and slug, so that names sort by age.</param>
/// <param name="Events">The messages to the page, in order.</param>
/// <param name="Sources">The lanes' files. Null when the API did not tell them.</param>
public sealed record Replay(
    int SchemaVersion, string Id, RunFacts Run, bool Thorough, RaceResult Race, IReadOnlyList<ReplayEvent> Events,
    ReplayPattern? Pattern, ReplaySources? Sources)
{
    public const int CurrentSchema = 1;
}

/// <param name="At">Milliseconds since the race's start.</param>
/// <param name="Data">The record of <see cref="RaceEvents"/> for this type, as JSON.</param>
public sealed record ReplayEvent(double At, string Type, JsonNode? Data);

public sealed record ReplayPattern(string Slug);

/// <summary>The files of the lanes as plain text: the page colours them and compares them again. Earlier versions saved
/// the page's HTML too, which is never read.</summary>
/// <param name="Panes">All files. Earlier versions have only bad and good here.</param>
/// <param name="Yours">Null, or a pair of an earlier version.</param>
/// <param name="Steps">Null, or the pairs of an earlier version.</param>
public sealed record ReplaySources(
    IReadOnlyList<SourceFile> Panes, IReadOnlyList<SourceFile>? Yours = null,
    IReadOnlyList<IReadOnlyList<SourceFile>>? Steps = null)
{
    /// <summary>Each lane's file once.</summary>
    public IReadOnlyList<SourceFile> Files()
        => [.. Panes.Concat(Yours ?? []).Concat((Steps ?? []).SelectMany(pair => pair)).DistinctBy(file => file.Lane)];
}

/// <summary>One lane's file, exactly as it was compiled.</summary>
public sealed record SourceFile(string Lane, string File, string Text);

/// <summary>A file in the list of replays.</summary>
/// <param name="Id">The file's name without the extension.</param>
/// <param name="Problem">One line that says why the file can't be shown. Null for a replay.</param>
[JsonDerivedType(typeof(ReplayHead))]
public record ReplayListItem(string Id, string? Problem);

/// <summary>A replay in a list.</summary>
/// <param name="Lanes">The lanes' labels, in order: "bad", "good".</param>
/// <param name="Claim">Null when the lanes could not be compared, because one did not sustain the rate.</param>
/// <param name="Factor">How many times slower the first lane is. Null when that is not claimed.</param>
public sealed record ReplayHead(
    string Id, string Slug, string Title, string Symptom, DateTimeOffset Date, bool Thorough, string Verdict,
    IReadOnlyList<string> Lanes, Claim? Claim, double? Factor, bool Refused) : ReplayListItem(Id, Problem: null)
{
    public static ReplayHead Of(Replay replay) => new(
        replay.Id, replay.Race.Slug, replay.Race.Title, replay.Race.Symptom, replay.Run.Date, replay.Thorough,
        replay.Race.Verdict, [.. replay.Race.Lanes.Select(l => l.Label)], replay.Race.Claim,
        replay.Race is { Claim: Load.Statistics.Claim.FirstSlower, Compared.Ratio: var ratio } ? ratio : null,
        replay.Race.Refused is not null);
}

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
