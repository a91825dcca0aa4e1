using System.Text.Json;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Workshop;

/// <summary>Whether an answer holds all that another one does: every field, row by row. It may hold more.</summary>
internal static class SameData
{
    /// <exception cref="RefusalException">It doesn't; the message says where.</exception>
    public static void Ensure(JsonElement expected, JsonElement actual, string question)
    {
        if (Difference(expected, actual, "answer") is { } difference)
            throw new RefusalException("same-answer", $"Not the answer of the bad lane to {question}: {difference}.");
    }

    public static string? Difference(JsonElement expected, JsonElement actual, string at)
    {
        if (expected.ValueKind != actual.ValueKind) return $"{at} is {SameAnswer.Short(actual)}, not {SameAnswer.Short(expected)}";
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                return expected.EnumerateObject().Where(field => !SameAnswer.IsEnvelope(field.Name))
                    .Select(field => actual.TryGetProperty(field.Name, out var theirs)
                        ? Difference(field.Value, theirs, $"{at}.{field.Name}") : $"{at} has no {field.Name}")
                    .FirstOrDefault(difference => difference is not null);
            case JsonValueKind.Array:
                return expected.GetArrayLength() != actual.GetArrayLength()
                    ? $"{at} has {actual.GetArrayLength()} items, not {expected.GetArrayLength()}"
                    : expected.EnumerateArray().Zip(actual.EnumerateArray()).Select((pair, i) => Difference(pair.First, pair.Second, $"{at}[{i}]"))
                        .FirstOrDefault(difference => difference is not null);
            default:
                return JsonElement.DeepEquals(expected, actual) ? null : $"{at} is {SameAnswer.Short(actual)}, not {SameAnswer.Short(expected)}";
        }
    }
}
