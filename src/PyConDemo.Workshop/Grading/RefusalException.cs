namespace PyConDemo.Workshop.Grading;

/// <summary>Why a lane is not accepted yet.</summary>
/// <param name="reason">A short name that does not change: <c>same-answer</c>, <c>seek</c>. Hints and tests go by it.</param>
/// <param name="says">In the words of the lesson, for the attendee.</param>
public sealed class RefusalException(string reason, string says) : Exception(says)
{
    public string Reason => reason;
}
