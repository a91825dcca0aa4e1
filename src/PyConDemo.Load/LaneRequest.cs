namespace PyConDemo.Load;

/// <summary>One HTTP request as a lane is asked: the path begins with a slash, the body is JSON.</summary>
public sealed record LaneRequest(string Method, string Path, string? Body = null)
{
    public static LaneRequest Get(string path) => new("GET", path);
}
