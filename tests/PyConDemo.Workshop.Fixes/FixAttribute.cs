namespace PyConDemo.Workshop.Fixes;

/// <summary>
/// Marks a class that an attendee might write instead of the bad lane. Its one public method is the handler.
/// </summary>
/// <param name="slug">The exercise's slug.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FixAttribute(string slug) : Attribute
{
    public string Slug => slug;

    /// <summary>
    /// The reason for which the checker must refuse the fix; null if the fix is right, but differs from Good.
    /// </summary>
    public string? Refused { get; init; }

    /// <summary>True if the checker waits for more than a minute before it may refuse the fix.</summary>
    public bool TakesMinutes { get; init; }
}
