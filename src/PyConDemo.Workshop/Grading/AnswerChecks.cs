namespace PyConDemo.Workshop.Grading;

/// <summary>Checks that several exercises share.</summary>
internal static class AnswerChecks
{
    /// <summary>Checks that an answer has all that the bad lane's answer has: every field, row by row. It may have
    /// more.</summary>
    /// <exception cref="RefusalException">Something differs; the message says where.</exception>
    public static void EnsureSame(JsonElement expected, JsonElement actual, string request)
    {
        if (Difference(expected, actual) is { } difference)
            throw new RefusalException("same-answer", $"This is not the bad lane's answer to {request}: {difference}.");
    }

    public static string? Difference(JsonElement expected, JsonElement actual)
        => AnswerComparison.Difference(expected, actual, ComparedFields.All);

    /// <summary>Checks that the lane still refuses invalid requests.</summary>
    /// <exception cref="RefusalException">An answer is not 400.</exception>
    public static async Task EnsureRefusedAsync(
        GradedApi api, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            var status = (await api.YoursAsync(path, cancellationToken)).Status;
            if (status == HttpStatusCode.BadRequest) continue;
            throw new RefusalException("bad-input", $"{path} is invalid, and bad answers 400; yours answers "
                + $"{(int)status}. Keep the [Range] of the parameters.");
        }
    }

    /// <summary>Returns the items of one of the answer's lists.</summary>
    /// <exception cref="RefusalException">The answer has no such list.</exception>
    public static JsonElement[] List(JsonElement answer, string name)
        => answer.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : throw new RefusalException("same-answer", $"The answer has no list named {name}.");
}
