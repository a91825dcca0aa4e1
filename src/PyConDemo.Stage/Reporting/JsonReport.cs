using System.Text.Encodings.Web;

namespace PyConDemo.Stage.Reporting;

/// <summary>The reports for other programs.</summary>
public static class JsonReport
{
    public static JsonSerializerOptions Options { get; } = new(PageJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // safe in a file, and "33×" stays readable
        RespectNullableAnnotations = true,
    };

    public static string Write<T>(T report) => JsonSerializer.Serialize(report, Options);
}
