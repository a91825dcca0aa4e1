using System.Diagnostics.CodeAnalysis;

namespace PyConDemo.Workshop.Judging;

/// <summary>The checks that end an exercise. Each throws a <see cref="RefusalException"/>.</summary>
internal static class Refuse
{
    public static void If([DoesNotReturnIf(true)] bool condition, string reason, string message)
    {
        if (condition) throw new RefusalException(reason, message);
    }

    /// <summary>Refuses an answer that lacks something of the bad lane's: a field or a row. It may have more.</summary>
    public static void IfDifferent(JsonElement bad, JsonElement yours, string reason, string message)
    {
        var difference = AnswerComparison.Difference(bad, yours, ComparedFields.All);
        If(difference is not null, reason, $"{message} ({difference})");
    }
}

/// <summary>Says why a lane is not accepted yet.</summary>
/// <param name="reason">A short stable name such as <c>same-answer</c> or <c>seek</c>. Tests use it.</param>
/// <param name="message">The explanation for the attendee.</param>
public sealed class RefusalException(string reason, string message) : Exception(message)
{
    public string Reason => reason;
}
