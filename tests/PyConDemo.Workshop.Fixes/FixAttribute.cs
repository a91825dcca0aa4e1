namespace PyConDemo.Workshop.Fixes;

/// <summary>What an attendee might write in place of the bad lane. Its one public method is the handler.</summary>
/// <param name="slug">The exercise.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FixAttribute(string slug) : Attribute
{
    public string Slug => slug;

    /// <summary>The reason for which the checker must refuse it; null: it is right, though it differs from Good.</summary>
    public string? Refused { get; init; }
}
