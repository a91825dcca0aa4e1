using System.Text.Json;

namespace PyConDemo.Checklist.Http;

/// <summary>The answer to a request that the raise mode made fail, if the program did not handle the error: status 500
/// and the finding, as problem details (RFC 9457).</summary>
internal static class RaisedAnswer
{
    public static async Task WriteAsync(HttpContext context, UnhealthyRequestException error)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "application/problem+json";
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("title", "The request breaks a rule of the Server Health Checklist.");
            json.WriteNumber("status", context.Response.StatusCode);
            json.WriteString("detail", error.Message);
            json.WriteEndObject();
        }
        await context.Response.Body.WriteAsync(body.ToArray(), context.RequestAborted);
    }
}
