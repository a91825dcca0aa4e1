using Microsoft.AspNetCore.Http.HttpResults;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>Repeats a page's neighbours as a Link header (RFC 8288), where generic clients look for them. In all lanes.</summary>
public static class LinkHeader
{
    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer is Ok<OffsetPaginationResult> { Value: { } page })
        {
            var links = Links(page).ToArray();
            if (links.Length > 0)
            {
                context.HttpContext.Response.Headers.Link = string.Join(", ", links);
            }
        }

        return answer;
    }

    private static IEnumerable<string> Links(OffsetPaginationResult page)
    {
        if (page.Next is { } next) yield return $"<{next}>; rel=\"next\"";

        if (page.Prev is { } prev) yield return $"<{prev}>; rel=\"prev\"";
    }
}
