using System.Text.Json;

namespace PyConDemo.ApiClient;

/// <summary>Which fields of two answers must be equal.</summary>
public enum ComparedFields
{
    /// <summary>The fields that both answers have, because a good lane may leave some out. Answers that share no field,
    /// or have an empty list, prove nothing and count as different.</summary>
    Shared,

    /// <summary>All fields of the expected answer. The other answer may have more.</summary>
    All,
}

/// <summary>Compares two JSON answers, without links, cursors and times of reading, which are not data.</summary>
public static class AnswerComparison
{
    private const int LongestValue = 40;

    private static readonly HashSet<string> Ignored = new(
        ["next", "prev", "asOf", "page", "after", "cursor", "elapsedMs"], StringComparer.OrdinalIgnoreCase);

    /// <returns>The first difference, in words; null when there is none.</returns>
    public static string? Difference(JsonElement expected, JsonElement actual, ComparedFields fields)
    {
        var comparison = new Walk(fields);
        return comparison.Compare(expected, actual, "answer")
            ?? (comparison.Compared == 0 && fields == ComparedFields.Shared ? "they share no field" : null);
    }

    private static string Short(JsonElement value)
        => value.GetRawText() is { Length: > LongestValue } text ? text[..LongestValue] + "…" : value.GetRawText();

    private sealed class Walk(ComparedFields fields)
    {
        /// <summary>The number of values that both answers had.</summary>
        public int Compared { get; private set; }

        public string? Compare(JsonElement expected, JsonElement actual, string path)
        {
            if (expected.ValueKind == actual.ValueKind)
            {
                if (expected.ValueKind == JsonValueKind.Object) return CompareObjects(expected, actual, path);
                if (expected.ValueKind == JsonValueKind.Array) return CompareArrays(expected, actual, path);
            }

            Compared++;
            return JsonElement.DeepEquals(expected, actual) ? null
                : $"{path} is {Short(actual)}, not {Short(expected)}";
        }

        private string? CompareObjects(JsonElement expected, JsonElement actual, string path)
            => expected.EnumerateObject().Where(field => !Ignored.Contains(field.Name))
                .Select(field => actual.TryGetProperty(field.Name, out var value)
                    ? Compare(field.Value, value, $"{path}.{field.Name}")
                    : fields == ComparedFields.All ? $"{path} has no {field.Name}" : null)
                .FirstOrDefault(difference => difference is not null);

        private string? CompareArrays(JsonElement expected, JsonElement actual, string path)
        {
            var length = expected.GetArrayLength();
            if (actual.GetArrayLength() != length) return $"{path} has {actual.GetArrayLength()} items, not {length}";
            if (length == 0 && fields == ComparedFields.Shared) return $"{path} is empty";
            return Enumerable.Range(0, length).Select(i => Compare(expected[i], actual[i], $"{path}[{i}]"))
                .FirstOrDefault(difference => difference is not null);
        }
    }
}
