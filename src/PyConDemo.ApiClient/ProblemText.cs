using System.Net.Http.Json;
using System.Text.Json;

namespace PyConDemo.ApiClient;

/// <summary>Reads an answer of the type problem+json (RFC 9457).</summary>
internal static class ProblemText
{
    /// <summary>What is wrong, in words; null where the answer doesn't say: an unknown route, or another program.</summary>
    public static async Task<string?> DetailAsync(HttpContent content, CancellationToken cancellationToken)
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
