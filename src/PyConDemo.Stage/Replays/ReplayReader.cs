using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PyConDemo.Stage.Replays;

/// <summary>Reads a replay's file. The file may come from anybody, so everything in it has a type and a limit, and the
/// page gets nothing else of it.</summary>
internal static class ReplayReader
{
    public const int MaxBytes = 32 * 1024 * 1024; // a race of the full method with three lanes takes about 1 MB
    private const int MaxText = 1024 * 1024; // the notes of an earlier version, which are not shown
    private const int MaxSources = 8; // lanes of one pattern
    private const int MaxSourceText = 64 * 1024; // ours have 8 kB at most
    private const int MaxSourceLines = 2_000;
    private const int MaxEvents = 20_000; // two a second for more than two hours
    private const double MaxMs = 24 * 60 * 60 * 1000; // the page draws a mark for every few seconds of a race

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireReferences } },
    };

    /// <param name="name">The file's name without the extension.</param>
    /// <exception cref="BadReplayException">The file is not a replay that this version can show.</exception>
    public static Replay Read(string name, ReadOnlySpan<byte> file)
    {
        try
        {
            if (file.StartsWith("\uFEFF"u8)) file = file[3..];
            CheckTokens(file);
            var replay = JsonSerializer.Deserialize<Replay>(file, Strict)!;
            Check(replay.SchemaVersion == Replay.CurrentSchema, "another version of the stage wrote it");
            Check(replay.Id == name, "its id is not its file's name");
            Check(replay.Race.Lanes.Count is 2 or 3, "a race has two or three lanes");
            Check(replay.Events.Count <= MaxEvents, $"it has more than {MaxEvents:N0} events");
            CheckSources(replay.Sources?.Files() ?? []);
            return replay with { Events = [.. replay.Events.Select(Typed).OfType<ReplayEvent>()] };
        }
        catch (JsonException e) when (e.Path is { Length: > 1 } path)
        {
            path = path.ReplaceLineEndings(" ");
            throw new BadReplayException($"{path[..Math.Min(path.Length, 80)]} is missing or wrong");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new BadReplayException("it is not the JSON of a replay");
        }
    }

    /// <summary>The event with only the known fields of its type. Null for an unknown type.</summary>
    private static ReplayEvent? Typed(ReplayEvent item)
    {
        if (!RaceEvents.Types.TryGetValue(item.Type, out var type)) return null;
        var data = item.Data.Deserialize(type, Strict) ?? throw new BadReplayException($"'{item.Type}' has no data");
        Check(IsTime(item.At), "an event's time is out of range");
        switch (data)
        {
            case RaceLanes lanes:
                Check(lanes.Labels.Count is 2 or 3, "a race has two or three lanes");
                break;
            case RacePhaseStarted phase:
                Check(IsTime(phase.At), "a phase's time is out of range");
                break;
            case RacePoints points:
                Check(IsTime(points.At) && points.Points.All(IsInChart), "a point is out of range");
                Check(points.Now.Count is 2 or 3, "a race has two or three lanes");
                Check(points.Turn is null or { Lane: >= 0 and <= 2, ForMs: >= 0 and <= MaxMs },
                    "a turn is out of range");
                break;
            case RaceCompared compared:
                Check(IsTime(compared.At), "an event's time is out of range");
                Check(compared.Result.Lanes.Count is 2 or 3, "a race has two or three lanes");
                break;
            case RaceEnded ended:
                Check(ended.Result.Lanes.Count is 2 or 3, "a race has two or three lanes");
                break;
        }

        return item with { Data = JsonSerializer.SerializeToNode(data, type, PageJson.Options) };
    }

    // The page compares the files line by line and colours them, which takes long for a long text.
    private static void CheckSources(IReadOnlyList<SourceFile> files)
    {
        Check(files.Count <= MaxSources, $"it has more than {MaxSources} source files");
        foreach (var (_, _, text) in files)
        {
            Check(text.Length <= MaxSourceText, "it has a source file of more than 64 kB");
            Check(text.Count(c => c == '\n') < MaxSourceLines, "it has a source file of more than 2,000 lines");
        }
    }

    private static bool IsInChart(ChartPoint point) => point.Series is >= 0 and <= 3
        && IsTime(point.At) && IsTime(point.P50) && IsTime(point.P95) && IsTime(point.Max);

    private static bool IsTime(double ms) => ms is >= 0 and <= MaxMs;

    /// <summary>Checks what types don't say: texts have a limit, numbers are finite, and lists have no null.</summary>
    private static void CheckTokens(ReadOnlySpan<byte> json)
    {
        Check(!json.IsEmpty, "it is empty");
        Check(Utf8.IsValid(json), "it is not UTF-8 text");
        var reader = new Utf8JsonReader(json);
        var before = JsonTokenType.None;
        while (reader.Read())
        {
            var isNumber = reader.TokenType == JsonTokenType.Number;
            Check(reader.ValueSpan.Length <= MaxText, "it has a text of more than 1 MB");
            Check(!isNumber || (reader.TryGetDouble(out var number) && double.IsFinite(number)),
                "it has a number that is too large");
            Check(reader.TokenType != JsonTokenType.Null || before == JsonTokenType.PropertyName,
                "a list has an empty element");
            before = reader.TokenType;
        }
    }

    // Numbers and texts that may be null were added over time, so a replay of an earlier version lacks some of them.
    private static void RequireReferences(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false }
                && !property.PropertyType.IsValueType;
        }
    }

    private static void Check(bool isRight, string problem)
    {
        if (!isRight) throw new BadReplayException(problem);
    }
}

/// <summary>A file in the replays' folder is not a replay. The message says why, as the end of a sentence.</summary>
public sealed class BadReplayException(string problem) : Exception(problem);
