using System.Text.Json;
using PyConDemo.ApiClient;
using PyConDemo.Load;

namespace PyConDemo.Stage.Racing;

/// <summary>
/// Compares two JSON answers by what they share: a good lane may trim fields, add links or say how old its data is, but what both
/// answer must be equal, row by row.
/// </summary>
public static class SameAnswer
{
    /// <summary>What says how, not what: links and cursors to other pages, moments of reading, and claims' own times.</summary>
    private static readonly HashSet<string> Envelope =
        new(["next", "prev", "asOf", "page", "after", "cursor", "elapsedMs"], StringComparer.OrdinalIgnoreCase);

    public static bool IsEnvelope(string field) => Envelope.Contains(field);

    public static async Task<JsonElement> ReadAsync(DemoClient client, LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(request, checklist: false, cancellationToken);
        if ((int)answer.StatusCode >= 400)
            throw new RaceRefusedException($"{request.Method} {request.Path} answers {(int)answer.StatusCode}");
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            throw new RaceRefusedException($"{request.Method} {request.Path} does not answer JSON");
        }
    }

    /// <returns>Where they differ, or null. Two answers that share nothing are different.</returns>
    public static string? Difference(JsonElement one, JsonElement other)
    {
        var shared = 0;
        return Walk(one, other, "answer", ref shared) ?? (shared == 0 ? "they share no field" : null);
    }

    private static string? Walk(JsonElement one, JsonElement other, string at, ref int shared)
    {
        if (one.ValueKind != other.ValueKind && !(IsBool(one) && IsBool(other))) return $"{at} is {one.ValueKind}, and {other.ValueKind}";
        switch (one.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in one.EnumerateObject().Where(f => !Envelope.Contains(f.Name)))
                {
                    if (other.TryGetProperty(field.Name, out var theirs) &&
                        Walk(field.Value, theirs, $"{at}.{field.Name}", ref shared) is { } difference)
                    {
                        return difference;
                    }
                }

                return null;
            case JsonValueKind.Array:
                if (one.GetArrayLength() != other.GetArrayLength())
                    return $"{at} has {one.GetArrayLength()} items, and {other.GetArrayLength()}";
                if (one.GetArrayLength() == 0) return $"{at} is empty";
                for (var i = 0; i < one.GetArrayLength(); i++)
                {
                    if (Walk(one[i], other[i], $"{at}[{i}]", ref shared) is { } difference)
                        return difference;
                }

                return null;
            default:
                shared++;
                return JsonElement.DeepEquals(one, other) ? null : $"{at} is {Short(one)}, and {Short(other)}";
        }
    }

    private static bool IsBool(JsonElement e) => e.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Enough of a value to be recognised.</summary>
    internal static string Short(JsonElement e) => e.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : e.GetRawText();
}
