using System.Text;

namespace PyConDemo.ApiClient;

/// <summary>One HTTP request to an API: the path begins with a slash, the body is JSON.</summary>
public sealed record LaneRequest(string Method, string Path, string? Body = null)
{
    public static LaneRequest Get(string path) => new("GET", path);

    /// <summary>A new message of it, with a relative address: the client adds the host.</summary>
    public HttpRequestMessage ToMessage() => new(HttpMethod.Parse(Method), new Uri(Path, UriKind.Relative))
    {
        Content = Body is null ? null : new StringContent(Body, Encoding.UTF8, "application/json"),
    };
}
