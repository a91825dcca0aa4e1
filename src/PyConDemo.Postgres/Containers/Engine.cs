using System.Net;
using System.Text.Json;

namespace PyConDemo.Postgres.Containers;

/// <summary>A container engine that answered.</summary>
internal sealed record Engine(Uri Address, string ApiVersion, HttpClient Http) : IDisposable
{
    private static readonly TimeSpan PullTimeout = TimeSpan.FromMinutes(3); // 110 MB on a slow line

    /// <summary>Pulls an image that isn't there.</summary>
    /// <returns>Null when the image is there; else why it can't be had.</returns>
    public async Task<string?> EnsureImageAsync(string image, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PullTimeout);
        try
        {
            using var present = await Http.GetAsync($"v{ApiVersion}/images/{image}/json", limit.Token);
            return present.StatusCode switch
            {
                HttpStatusCode.OK => null,
                HttpStatusCode.NotFound => await PullAsync(image, limit.Token),
                _ => $"the engine answers {(int)present.StatusCode}",
            };
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested && failed is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return failed is OperationCanceledException ? $"not done after {PullTimeout.TotalMinutes:0} min" : failed.Message;
        }
    }

    public void Dispose() => Http.Dispose();

    private async Task<string?> PullAsync(string image, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v{ApiVersion}/images/create?fromImage={Uri.EscapeDataString(Tagged(image))}");
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return Message(await answer.Content.ReadAsStringAsync(cancellationToken), "message") ?? $"the engine answers {(int)answer.StatusCode}";

        // 200 comes first, the outcome later: one JSON object a line, the last one with "error" when it failed.
        using var progress = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await progress.ReadLineAsync(cancellationToken) is { } line)
            if (Message(line, "error") is { } error) return error;
        return null;
    }

    /// <summary>Without a tag the engine would pull all of them.</summary>
    private static string Tagged(string image)
        => image.Contains('@') || image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";

    private static string? Message(string json, string name)
    {
        if (!json.StartsWith('{')) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(name, out var text) ? text.GetString() : null;
    }
}
