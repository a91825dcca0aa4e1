using System.Text.Json;

namespace PyConDemo.ApiClient;

/// <summary>Which fields of two answers must be equal.</summary>
public enum ComparedFields
{
    /// <summary>Those that both have: a good lane may trim some. Answers that share no field, or an empty list, prove nothing.</summary>
    Shared,

    /// <summary>All that the expected answer has. The other one may have more.</summary>
    All,
}

/// <summary>
/// Compares two JSON answers field by field, row by row. Fields that say how and not what are left out: links, cursors, and times of reading.
/// </summary>
public static class AnswerComparison
{
    private const int LongestValue = 40;

    private static readonly HashSet<string> LeftOut =
        new(["next", "prev", "asOf", "page", "after", "cursor", "elapsedMs"], StringComparer.OrdinalIgnoreCase);

    /// <returns>The first difference, in words. Null where there is none.</returns>
    public static string? Difference(JsonElement expected, JsonElement actual, ComparedFields fields)
    {
        var compared = 0;
        return Walk(expected, actual, fields, "answer", ref compared)
            ?? (compared == 0 && fields == ComparedFields.Shared ? "they share no field" : null);
    }

    private static string? Walk(JsonElement expected, JsonElement actual, ComparedFields fields, string at, ref int compared)
    {
        if (expected.ValueKind == actual.ValueKind)
        {
            if (expected.ValueKind == JsonValueKind.Object) return WalkObject(expected, actual, fields, at, ref compared);
            if (expected.ValueKind == JsonValueKind.Array) return WalkArray(expected, actual, fields, at, ref compared);
        }

        compared++;
        return JsonElement.DeepEquals(expected, actual) ? null : $"{at} is {Short(actual)}, not {Short(expected)}";
    }

    private static string? WalkObject(JsonElement expected, JsonElement actual, ComparedFields fields, string at, ref int compared)
    {
        foreach (var field in expected.EnumerateObject().Where(field => !LeftOut.Contains(field.Name)))
        {
            if (!actual.TryGetProperty(field.Name, out var value))
            {
                if (fields == ComparedFields.All) return $"{at} has no {field.Name}";
            }
            else if (Walk(field.Value, value, fields, $"{at}.{field.Name}", ref compared) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? WalkArray(JsonElement expected, JsonElement actual, ComparedFields fields, string at, ref int compared)
    {
        var length = expected.GetArrayLength();
        if (actual.GetArrayLength() != length) return $"{at} has {actual.GetArrayLength()} items, not {length}";
        if (length == 0 && fields == ComparedFields.Shared) return $"{at} is empty";
        for (var i = 0; i < length; i++)
        {
            if (Walk(expected[i], actual[i], fields, $"{at}[{i}]", ref compared) is { } difference) return difference;
        }

        return null;
    }

    private static string Short(JsonElement value)
        => value.GetRawText() is { Length: > LongestValue } text ? text[..LongestValue] + "…" : value.GetRawText();
}
