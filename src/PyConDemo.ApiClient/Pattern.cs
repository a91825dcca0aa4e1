namespace PyConDemo.ApiClient;

/// <summary>One anti-pattern, as the API's list tells it.</summary>
public sealed record Pattern(
    string Slug, string Title, string Symptom, string Checklist, IReadOnlyList<PatternLane> Lanes, PatternDial? Dial)
{
    /// <summary>Bad and good, in this order.</summary>
    public IReadOnlyList<PatternLane> Pair => [Lane(PatternLane.Bad), Lane(PatternLane.Good)];

    public bool Has(string lane) => Lanes.Any(l => l.Name == lane);

    /// <exception cref="InvalidInputException">There is no such lane.</exception>
    public PatternLane Lane(string name) => Lanes.FirstOrDefault(l => l.Name == name)
        ?? throw new InvalidInputException($"{Slug} has no lane '{name}'.{Spelling.Hint(name, Lanes.Select(l => l.Name))}");
}
