namespace PyConDemo.Workshop.Judging;

/// <summary>How one anti-pattern's own lane is checked: by answers, counts and plans, never by time.</summary>
/// <param name="goal">The text of the <c>YOUR TURN</c> line in the lane's file.</param>
internal abstract class Exercise(string slug, string goal)
{
    private static readonly IReadOnlyDictionary<string, string> NoSettings = new Dictionary<string, string>();

    public string Slug => slug;

    /// <summary>The name in files and classes: OffsetPagination.</summary>
    public string Name => Pattern.NameOf(slug);

    public string Goal => goal;

    /// <summary>From a small hint to nearly the whole solution.</summary>
    public abstract IReadOnlyList<string> Hints { get; }

    /// <summary>Settings of the checked API.</summary>
    public virtual IReadOnlyDictionary<string, string> Settings => NoSettings;

    /// <summary>The request whose costs an accepted lane shows.</summary>
    public abstract CostExample Example { get; }

    /// <summary>The steps of one check, in their order. The first one that refuses ends the check.</summary>
    public abstract IReadOnlyList<Step> Steps(World world);

    /// <summary>The stretch goals that can be checked. An accepted lane need not reach them.</summary>
    public virtual IReadOnlyList<StretchGoal> StretchGoals(World world) => [];
}

/// <summary>One thing that an exercise's lane must do.</summary>
/// <param name="Name">The text that the attendee reads next to a tick.</param>
/// <param name="CheckAsync">Throws a <see cref="RefusalException"/> when the lane does not do it.</param>
internal sealed record Step(string Name, Func<CancellationToken, Task> CheckAsync)
{
    /// <summary>True if nothing can be measured afterwards.</summary>
    public bool EmptiesTables { get; init; }
}
