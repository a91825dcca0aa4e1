using System.IO.Hashing;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>Marks a handler whose responses get an ETag of their content. A client that sends the tag back gets a 304.
/// The tag is weak: it stands for the same JSON as br, gzip and plain text, and not for equal bytes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WeakETagAttribute : Attribute;

public static class WeakETags
{
    /// <summary>Adds ETags to the routes of the group whose handler has <see cref="WeakETagAttribute"/>.</summary>
    public static RouteGroupBuilder AddWeakETags(this RouteGroupBuilder routes) => routes.AddEndpointFilterFactory(
        (handler, next) => handler.MethodInfo.GetCustomAttribute<WeakETagAttribute>() is null
            ? next
            : context => AnswerAsync(context, next));

    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is not IValueHttpResult { Value: { } value }) return result;

        var http = context.HttpContext;
        // The compression adds no Vary to a 304, nor for a client without Accept-Encoding. So it is added here.
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        http.Response.Headers.CacheControl = "no-cache"; // a cache may keep it but must ask first: prices change

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json);
        // 128 bits are enough to tell versions apart. A forged tag gains nothing, so the hash isn't cryptographic.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"", isWeak: true);
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: tag);
    }
}
