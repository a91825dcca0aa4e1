namespace PyConDemo.Workshop.Grading;

/// <summary>How one anti-pattern's own lane is checked: by answers, counts and plans, never by time.</summary>
/// <param name="goal">The text of the <c>YOUR TURN</c> line in the lane's file.</param>
internal abstract class Exercise(string slug, string goal)
{
    public string Slug => slug;

    /// <summary>The name in files and classes: OffsetPagination.</summary>
    public string Name => Pattern.NameOf(slug);

    public string Goal => goal;

    /// <summary>From a small hint to nearly the whole solution.</summary>
    public abstract IReadOnlyList<string> Hints { get; }

    /// <summary>The steps in their order. The first one that refuses ends the check.</summary>
    public abstract IReadOnlyList<Step> Steps { get; }
}

/// <summary>One thing that an exercise's lane must do.</summary>
/// <param name="Name">The text that the attendee reads next to a tick.</param>
/// <param name="CheckAsync">Throws a <see cref="RefusalException"/> when the lane does not do it.</param>
internal sealed record Step(string Name, Func<GradedApis, CancellationToken, Task> CheckAsync);
