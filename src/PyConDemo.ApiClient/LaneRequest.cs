using System.Text;

namespace PyConDemo.ApiClient;

/// <summary>One HTTP request to an API. The path begins with a slash, and the body is JSON.</summary>
public sealed record LaneRequest(string Method, string Path, string? Body = null)
{
    public static LaneRequest Get(string path) => new("GET", path);

    /// <summary>Creates a new message with a relative address. The HTTP client adds the host.</summary>
    public HttpRequestMessage ToMessage() => new(HttpMethod.Parse(Method), new Uri(Path, UriKind.Relative))
    {
        Content = Body is null ? null : new StringContent(Body, Encoding.UTF8, "application/json"),
    };
}
