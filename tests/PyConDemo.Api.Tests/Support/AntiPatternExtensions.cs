using PyConDemo.Api.AntiPatterns;

namespace PyConDemo.Api.Tests.Support;

public static class AntiPatternExtensions
{
    /// <summary>All lanes except an attendee's own: only its author knows what that one does.</summary>
    public static IEnumerable<Lane> Ours(this AntiPattern pattern) => pattern.Lanes.Where(lane => lane.Name != Lane.Yours);
}
