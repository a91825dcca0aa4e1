using System.Net.Http.Headers;

namespace PyConDemo.Workshop.Judging;

/// <summary>One whole answer. The body is as it came over the wire, compressed or not.</summary>
internal sealed record LaneAnswer(
    string Path, HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body)
{
    private const string Thrown = "Thrown"; // the checked API's header

    public bool IsSuccess => (int)Status < 400;

    public string Encoding => string.Join(", ", Content.ContentEncoding);

    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public static async Task<LaneAnswer> ReadAsync(
        string path, HttpResponseMessage response, CancellationToken cancellationToken) => new(
            path, response.StatusCode, response.Headers, response.Content.Headers,
            await response.Content.ReadAsByteArrayAsync(cancellationToken));

    /// <exception cref="RefusalException">The answer is an error or not JSON.</exception>
    public JsonElement Json()
    {
        EnsureSuccess();
        Refuse.If(Encoding.Length > 0, "compression", $"A client that accepts no compression gets {Encoding}.");
        try
        {
            return JsonDocument.Parse(Body).RootElement;
        }
        catch (JsonException)
        {
            throw new RefusalException("same-answer", $"{Path} answers {(int)Status} without JSON.");
        }
    }

    /// <summary>Returns the items of one of the answer's lists.</summary>
    /// <exception cref="RefusalException">The answer has no such list.</exception>
    public JsonElement[] List(string name)
        => Json() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var list)
            && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray()]
                : throw new RefusalException("same-answer", $"The answer to {Path} has no list named {name}.");

    /// <exception cref="RefusalException">The answer is an error.</exception>
    public LaneAnswer EnsureSuccess()
        => IsSuccess ? this : throw new RefusalException("fails", $"{Path} answers {(int)Status}. {Reason()}");

    /// <summary>Why the answer is an error: the handler's exception with its place, or the body.</summary>
    public string Reason()
    {
        if (Headers.TryGetValues(Thrown, out var thrown))
            return $"Your handler threw {Uri.UnescapeDataString(thrown.First())}";
        var start = Text.Length > 400 ? Text[..400] : Text;
        return start.ReplaceLineEndings(" ").Trim();
    }
}
