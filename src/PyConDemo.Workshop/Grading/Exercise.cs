namespace PyConDemo.Workshop.Grading;

/// <summary>How one anti-pattern's own lane is judged: by answers, counts, plans and behaviour, never by time. Stateless.</summary>
internal abstract class Exercise
{
    public abstract string Slug { get; }

    /// <summary>The name in files and classes: OffsetPagination.</summary>
    public string Name => string.Concat(Slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>What the <c>YOUR TURN</c> line in the lane's file says.</summary>
    public abstract string Goal { get; }

    /// <summary>From a nudge to all but the solution.</summary>
    public abstract IReadOnlyList<string> Hints { get; }

    /// <summary>In this order; the first one that refuses ends the check.</summary>
    public abstract IReadOnlyList<Step> Steps { get; }
}
