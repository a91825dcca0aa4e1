using PyConDemo.Api.AntiPatterns;

namespace PyConDemo.Api.Tests.Support;

public static class AntiPatternExtensions
{
    /// <summary>All lanes except an attendee's own, which may do anything.</summary>
    public static IEnumerable<Lane> Ours(this AntiPattern pattern)
        => pattern.Lanes.Where(lane => lane.Name != Lane.Yours);
}
