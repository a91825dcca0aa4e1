using System.Text.Json;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The parts of an OpenAPI schema that the tests read.</summary>
/// <param name="Type">The type without "null". Null for a reference.</param>
/// <param name="OrNull">True if the value may be null.</param>
public sealed record SchemaOf(string? Type, string? Format, bool OrNull, JsonElement Json)
{
    public static SchemaOf Read(JsonElement json)
    {
        if (json.TryGetProperty("oneOf", out var choices))
        {
            var choice = Assert.Single(choices.EnumerateArray(), one => one.TryGetProperty("$ref", out _));
            Assert.Equal(2, choices.GetArrayLength());
            return Read(choice) with { OrNull = true };
        }

        string[] types = !json.TryGetProperty("type", out var type) ? []
            : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
            : [type.GetString()!];
        return new(types.SingleOrDefault(one => one != "null"), TextOf(json, "format"), types.Contains("null"), json);
    }

    /// <summary>The schema that it refers to, in the document's list.</summary>
    public JsonElement Target(JsonElement document)
    {
        var name = Json.GetProperty("$ref").GetString()!.Split('/')[^1];
        return document.GetProperty("components").GetProperty("schemas").GetProperty(name);
    }

    public static string? TextOf(JsonElement json, string name)
        => json.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>How the document writes a type that is not an object.</summary>
    public static (string Type, string? Format)? Simple(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var known when known == typeof(string) => ("string", null),
        var known when known == typeof(bool) => ("boolean", null),
        var known when known == typeof(int) => ("integer", "int32"),
        var known when known == typeof(long) => ("integer", "int64"),
        var known when known == typeof(double) || known == typeof(decimal) => ("number", "double"),
        var known when known == typeof(DateTime) => ("string", "date-time"),
        var known when known == typeof(Guid) => ("string", "uuid"),
        var known when known == typeof(byte[]) => ("string", "byte"),
        _ => null,
    };
}
