using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PyConDemo.Workshop.Grading;

/// <summary>One answer, read whole. The body is as it came over the wire, compressed or not.</summary>
internal sealed record GradedAnswer(string Path, HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body)
{
    public bool IsSuccess => (int)Status < 400;

    /// <summary>Of an examined request: leads to its vitals and plans.</summary>
    public string? ChecklistId => Headers.TryGetValues("Checklist-Request", out var ids) ? ids.First() : null;

    public string Encoding => string.Join(", ", Content.ContentEncoding);

    /// <exception cref="RefusalException">An error, or no JSON.</exception>
    public JsonElement Json()
    {
        EnsureOk();
        try
        {
            return JsonDocument.Parse(Body).RootElement;
        }
        catch (JsonException)
        {
            throw new RefusalException("same-answer", $"{Path} answers {(int)Status}, and no JSON.");
        }
    }

    /// <exception cref="RefusalException">It is an error.</exception>
    public GradedAnswer EnsureOk() => IsSuccess ? this : throw new RefusalException("fails", $"{Path} answers {(int)Status}{Detail()}");

    private string Detail()
    {
        var text = System.Text.Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 400))).ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "." : $": {text}";
    }
}
