using System.Net.Http.Headers;

namespace PyConDemo.Workshop.Grading;

/// <summary>One whole answer. The body is as it came over the wire, compressed or not.</summary>
internal sealed record GradedAnswer(
    string Path, HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body)
{
    public bool IsSuccess => (int)Status < 400;

    /// <summary>The id of a measured request, with which its vitals and plans can be read.</summary>
    public string? ChecklistId => Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;

    public string Encoding => string.Join(", ", Content.ContentEncoding);

    /// <exception cref="RefusalException">The answer is an error or not JSON.</exception>
    public JsonElement Json()
    {
        EnsureSuccess();
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
        => Json().TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : throw new RefusalException("same-answer", $"The answer has no list named {name}.");

    /// <exception cref="RefusalException">The answer is an error.</exception>
    public GradedAnswer EnsureSuccess()
        => IsSuccess ? this : throw new RefusalException("fails", $"{Path} answers {(int)Status}{Detail()}");

    private string Detail()
    {
        var start = System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 400)));
        var text = start.ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "." : $": {text}";
    }
}
