using System.IO.Hashing;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;

/// <summary>
/// Names the list by its content, and answers 304 to a client that has it. Weak, because one tag stands for the same JSON as br, gzip
/// and identity: a strong one promises equal bytes, which compression would break.
/// </summary>
public static class WeakETag
{
    public static async ValueTask<object?> Answer(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer is not Ok<FatPayloadsResult<ProductItem>> { Value: { } list })
        {
            return answer;
        }

        var http = context.HttpContext;
        // Here and not left to the compression: that says nothing on a 304, nor to a client without Accept-Encoding.
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        http.Response.Headers.CacheControl = "no-cache"; // may be kept, must be asked for: prices change

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(list, json);
        // 128 bits tell versions apart; nobody gains by forging one, so no cryptographic hash.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"", isWeak: true);
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: tag);
    }
}
