using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Refuses JSON that is not in UTF-8 (RFC 8259, 8.1). ASP.NET Core answers an unknown charset with 500, and a
/// quoted one too.</summary>
public static class JsonCharset
{
    public static void UseJsonCharset(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var hasCharset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue;
        if (!hasCharset || !ReadsBody(context)) return next(context);

        if (!HeaderUtilities.RemoveQuotes(type!.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.Problem("Send JSON in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType)
                .ExecuteAsync(context);
        }

        request.ContentType = type.MediaType.ToString(); // without a charset it is UTF-8
        return next(context);
    });

    private static bool ReadsBody(HttpContext context)
        => context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
}
