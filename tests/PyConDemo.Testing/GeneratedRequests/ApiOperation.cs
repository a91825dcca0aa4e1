using System.Text.Json;

namespace PyConDemo.Testing.GeneratedRequests;

/// <summary>One operation of an OpenAPI document.</summary>
/// <param name="Path">The template, such as <c>/orders/{id}</c>.</param>
/// <param name="Statuses">The statuses that the document lists for it.</param>
public sealed record ApiOperation(
    string Method, string Path, IReadOnlyList<ApiParameter> Parameters, bool HasBody, IReadOnlyList<int> Statuses)
{
    public static IReadOnlyList<ApiOperation> ReadAll(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new ApiOperation(
               operation.Name.ToUpperInvariant(),
               path.Name,
               [.. ApiParameter.ReadAll(operation.Value)],
               operation.Value.TryGetProperty("requestBody", out _),
               [.. operation.Value.GetProperty("responses").EnumerateObject()
                   .Select(response => int.Parse(response.Name, null))]),
    ];

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter of a path or a query.</summary>
/// <param name="Minimum">Null without a lower limit, and for a text.</param>
public sealed record ApiParameter(string Name, bool IsInPath, bool IsNumber, long? Minimum, long? Maximum)
{
    public static IEnumerable<ApiParameter> ReadAll(JsonElement operation)
        => operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().Select(Read) : [];

    private static ApiParameter Read(JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        return new(
            parameter.GetProperty("name").GetString()!,
            parameter.GetProperty("in").ValueEquals("path"),
            schema.GetRawText().Contains("\"integer\"", StringComparison.Ordinal),
            Limit("minimum"),
            Limit("maximum"));

        long? Limit(string name) => schema.TryGetProperty(name, out var limit) ? limit.GetInt64() : null;
    }
}
