using System.Net.Http.Json;
using System.Text.Json;

namespace PyConDemo.ApiClient;

/// <summary>The detail of a problem (RFC 9457): the sentence in which a server says what is wrong.</summary>
public static class ProblemDetail
{
    /// <returns>Null for an answer without a detail: an unknown route, or another program.</returns>
    public static async Task<string?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            return (await content.ReadFromJsonAsync<Problem>(cancellationToken))?.Detail;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Problem(string? Detail);
}
