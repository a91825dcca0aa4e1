
namespace PyConDemo.ApiClient;

/// <summary>How a lane is asked, by example.</summary>
/// <param name="Step">One sentence: what a next step of the cure adds to the good lane. Null for other lanes.</param>
public sealed record PatternLane(string Name, string Method, string Path, string? Body, string? Step = null)
{
    public const string Bad = "bad", Good = "good";

    /// <summary>The name of the lane that a workshop's attendees write: its example is how it was shipped, not how it is.</summary>
    public const string Yours = "yours";

    public LaneRequest Request => new(Method, Path, Body);
}
