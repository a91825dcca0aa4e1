using System.IO.Hashing;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>
/// On a handler: its answer is named by its content, and a client that has it gets 304. The tag is weak, because one tag stands for
/// the same JSON as br, gzip and identity: a strong one promises equal bytes, which compression would break.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WeakETagAttribute : Attribute;

public static class WeakETags
{
    /// <summary>Answers with ETags on those of the routes whose handler asks for them.</summary>
    public static RouteGroupBuilder AddWeakETags(this RouteGroupBuilder routes) => routes.AddEndpointFilterFactory(
        (handler, next) => handler.MethodInfo.GetCustomAttribute<WeakETagAttribute>() is null
            ? next
            : context => AnswerAsync(context, next));

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer is not IValueHttpResult { Value: { } value }) return answer;

        var http = context.HttpContext;
        // Here and not left to the compression: that says nothing on a 304, nor to a client without Accept-Encoding.
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        http.Response.Headers.CacheControl = "no-cache"; // may be kept, must be asked for: prices change

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json);
        // 128 bits tell versions apart; nobody gains by forging one, so no cryptographic hash.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"", isWeak: true);
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: tag);
    }
}
