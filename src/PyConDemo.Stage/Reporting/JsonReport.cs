using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PyConDemo.Stage.Growing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Reporting;

/// <summary>The reports for programs. Their schemas are race.schema.json and growth.schema.json beside the project's README.</summary>
public static class JsonReport
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is a file, not a page: "33×" stays readable
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
    };

    public static string Write<T>(T report) => JsonSerializer.Serialize(report, Options);

    /// <summary>The JSON schemas by the command that writes such a report, from the records themselves.</summary>
    public static IReadOnlyDictionary<string, string> Schemas { get; } = new Dictionary<string, string>
    {
        ["race"] = Schema(typeof(RaceReport), $"PyConDemo race report, version {RaceReport.CurrentSchema}"),
        ["growth"] = Schema(typeof(GrowthReport), $"PyConDemo growth report, version {GrowthReport.CurrentSchema}"),
    };

    private static string Schema(Type report, string title)
    {
        var schema = Options.GetJsonSchemaAsNode(report, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
        };
        foreach (var (name, value) in schema.AsObject()) root[name] = value?.DeepClone();
        return root.ToJsonString(Options) + "\n";
    }
}
