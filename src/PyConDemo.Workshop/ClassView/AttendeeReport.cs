using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop.ClassView;

/// <summary>What an attendee's workshop tells the host: who it is, and how far.</summary>
/// <param name="Name">What the attendee calls themself, 1 to 24 characters.</param>
/// <param name="Done">The slugs of the exercises that are done.</param>
/// <param name="Exercise">The slug of the exercise that was checked last. Null before the first check.</param>
/// <param name="Refused">The step that this check refused. Null if it refused none.</param>
internal sealed record AttendeeReport(string Name, IReadOnlyList<string> Done, string? Exercise, string? Refused)
{
    public const int MaxName = 24;

    private const int MaxStep = 200;

    /// <summary>True for a report that an unchanged workshop could send. The host's screen shows it, so it must be
    /// short and without control characters.</summary>
    public bool IsValid => Name is { Length: > 0 and <= MaxName } && IsText(Name)
        && (Refused is null || (Refused.Length <= MaxStep && IsText(Refused)))
        && (Exercise is null || IsSlug(Exercise))
        && Done is not null && Done.Count <= ExerciseCatalog.All.Count && Done.All(IsSlug);

    private static bool IsSlug(string slug) => ExerciseCatalog.All.Any(exercise => exercise.Slug == slug);

    private static bool IsText(string text) => !text.Any(char.IsControl);
}
