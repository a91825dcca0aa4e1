using System.Text.Json;
using System.Text.Json.Serialization;

namespace PyConDemo.Stage.Engines;

/// <summary>One line of `k6 run --out json=-`: a measured value with its tags.</summary>
public sealed record K6Point(string Metric, K6Point.Measured Data)
{
    /// <summary>One value; milliseconds for durations.</summary>
    public sealed record Measured(DateTimeOffset Time, double Value, IReadOnlyDictionary<string, string>? Tags);

    /// <returns>Null for lines of another kind: metric definitions, and whatever else k6 prints.</returns>
    public static K6Point? Parse(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            var read = JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web);
            return read is { Type: "Point", Metric: { } metric, Data: { } data }
                ? new K6Point(metric, data.Deserialize<Measured>(JsonSerializerOptions.Web)!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string? Tag(string name) => Data.Tags?.GetValueOrDefault(name);

    private sealed record Line([property: JsonPropertyName("type")] string? Type, string? Metric, JsonElement? Data);
}
