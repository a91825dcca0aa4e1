namespace PyConDemo.Api.AntiPatterns;

/// <summary>One of the talk's six ways to overload a server.</summary>
/// <param name="Slug">The name in routes, scripts and files.</param>
/// <param name="Title">The name in prose.</param>
/// <param name="Symptom">What its victims see, in one line.</param>
/// <param name="Checklist">Its line of the Server Health Checklist.</param>
/// <param name="Lanes">The same endpoint, written badly, written well, and by whoever attends the workshop.</param>
/// <param name="Dial">What makes the cost grow.</param>
public sealed record AntiPattern(
    string Slug, string Title, string Symptom, string Checklist, IReadOnlyList<Lane> Lanes, Dial Dial)
{
    /// <summary>Bad and good: the lanes that are what they are named. What the third one is, only its author knows.</summary>
    public IEnumerable<Lane> Pair() => Lanes.Where(lane => lane.Name != Lane.Yours);
}
