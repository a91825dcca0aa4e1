using System.Text;

namespace PyConDemo.Api.AntiPatterns;

/// <summary>A lane's example as a request.</summary>
public static class LaneExample
{
    public static HttpRequestMessage ToRequest(this Lane lane) => new(new HttpMethod(lane.Method), lane.Path)
    {
        Content = lane.Body is null ? null : new StringContent(lane.Body, Encoding.UTF8, "application/json"),
    };
}
