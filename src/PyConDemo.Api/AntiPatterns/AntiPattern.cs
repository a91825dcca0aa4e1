namespace PyConDemo.Api.AntiPatterns;

/// <summary>One of the talk's six ways to overload a server.</summary>
/// <param name="Slug">The name in routes, scripts and files.</param>
/// <param name="Title">The name in prose.</param>
/// <param name="Symptom">What its victims see, in one line.</param>
/// <param name="Checklist">Its line of the Server Health Checklist.</param>
/// <param name="Lanes">The same endpoint: bad, good, the next steps of the cure, and an attendee's own.</param>
/// <param name="Dial">What makes the cost grow.</param>
public sealed record AntiPattern(
    string Slug, string Title, string Symptom, string Checklist, IReadOnlyList<Lane> Lanes, Dial Dial)
{
    /// <summary>Bad and good.</summary>
    public IEnumerable<Lane> Pair() => Lanes.Where(lane => lane.Name is "bad" or "good");
}
