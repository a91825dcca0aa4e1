namespace PyConDemo.ApiClient;

/// <summary>One anti-pattern, as the API lists it.</summary>
public sealed record Pattern(
    string Slug, string Title, string Symptom, string Checklist, IReadOnlyList<PatternLane> Lanes, PatternDial? Dial)
{
    /// <summary>The bad lane, then the good one.</summary>
    public IReadOnlyList<PatternLane> Pair => [Lane(PatternLane.Bad), Lane(PatternLane.Good)];

    /// <summary>The name in folders, files and classes: OffsetPagination for offset-pagination.</summary>
    public static string NameOf(string slug)
        => string.Concat(slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public bool Has(string lane) => Lanes.Any(l => l.Name == lane);

    /// <exception cref="InvalidInputException">There is no such lane.</exception>
    public PatternLane Lane(string name) => Lanes.FirstOrDefault(l => l.Name == name)
        ?? throw NoLane(Slug, name, Lanes.Select(l => l.Name));

    /// <param name="lanes">The lanes that there are.</param>
    public static InvalidInputException NoLane(string slug, string name, IEnumerable<string> lanes)
        => new($"{slug} has no lane '{name}'.{Spelling.Hint(name, lanes)}");
}

/// <summary>A lane and an example of a request to it.</summary>
/// <param name="Step">One sentence that says what a next step adds to the good lane. Null for other lanes.</param>
public sealed record PatternLane(string Name, string Method, string Path, string? Body, string? Step = null)
{
    public const string Bad = "bad", Good = "good";

    /// <summary>The lane that attendees write. Its example is the request of the shipped code.</summary>
    public const string Yours = "yours";

    public LaneRequest Request => new(Method, Path, Body);
}

/// <summary>The parameter that makes a pattern's cost grow.</summary>
/// <param name="Name">The query parameter's name, or the pattern's own word when no query parameter sets it.</param>
/// <param name="Unit">In the plural: "pages".</param>
/// <param name="Label">What a position is, for people: "Page number". Null from an older API.</param>
public sealed record PatternDial(
    string Name, string Unit, long Default, long Min, long Max, string? Label = null);
