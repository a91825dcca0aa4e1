using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Target;

/// <summary>How a lane is asked, by example.</summary>
public sealed record PatternLane(string Name, string Method, string Path, string? Body)
{
    public LaneRequest Request => new(Method, Path, Body);
}
