using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace PyConDemo.Stage.Reporting;

/// <summary>The reports for other programs.</summary>
public static class JsonReport
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // safe in a file, and "33×" stays readable
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
    };

    public static string Write<T>(T report) => JsonSerializer.Serialize(report, Options);
}
