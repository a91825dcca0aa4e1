using System.Text.Json;
using PyConDemo.ApiClient;

namespace PyConDemo.Workshop.Grading;

/// <summary>Whether an answer holds all that the bad lane's answer holds: every field, row by row. It may hold more.</summary>
internal static class SameData
{
    /// <exception cref="RefusalException">It doesn't; the message says where.</exception>
    public static void Ensure(JsonElement expected, JsonElement actual, string question)
    {
        if (Difference(expected, actual) is { } difference)
            throw new RefusalException("same-answer", $"Not the answer of the bad lane to {question}: {difference}.");
    }

    public static string? Difference(JsonElement expected, JsonElement actual)
        => AnswerComparison.Difference(expected, actual, ComparedFields.All);
}
