using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Pipeline;

/// <summary>The contents of a baseline file.</summary>
internal sealed record BaselineJson(int Version, IReadOnlyList<BaselineEntry> Findings);

/// <summary>One accepted finding. The reason is written even if it is null, so that somebody fills it in.</summary>
internal sealed record BaselineEntry(
    string Route, string Rule, string Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Statement = null,
    string? Reason = null)
{
    [JsonIgnore]
    public FindingKey Key => new(Route, Rule, Unit, Statement);
}

// A source generator writes the code, so that it works with native AOT.
[JsonSerializable(typeof(BaselineJson))]
internal sealed partial class BaselineJsonContext : JsonSerializerContext
{
    /// <summary>Writes one field per line, so that a merge in version control works and people can edit it.</summary>
    public static BaselineJsonContext Readable { get; } = new(new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true, // people remove entries by hand
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // keeps `>` and `'` readable in SQL
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    });
}
