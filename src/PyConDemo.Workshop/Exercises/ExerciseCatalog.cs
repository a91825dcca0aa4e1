namespace PyConDemo.Workshop.Exercises;

/// <summary>The six exercises. The easy ones come first.</summary>
internal static class ExerciseCatalog
{
    public static IReadOnlyList<Exercise> All { get; } =
    [
        new NPlusOneExercise(), new OffsetPaginationExercise(), new FatPayloadsExercise(),
        new HotAggregationsExercise(), new RowLockingExercise(), new LongRequestsExercise(),
    ];

    /// <exception cref="InvalidInputException">There is no such exercise; the message suggests a similar
    /// name.</exception>
    public static Exercise Find(string slug) => All.FirstOrDefault(e => e.Slug == slug)
        ?? throw new InvalidInputException(
            $"There is no exercise '{slug}'.{Spelling.Hint(slug, All.Select(e => e.Slug))}");
}
