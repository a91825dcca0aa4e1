namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>Repeats the paths of the next and the previous page in the header Link (RFC 8288), where generic clients
/// look for them. All lanes have it.</summary>
public static class LinkHeader
{
    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is Ok<OffsetPaginationResult> { Value: { } page })
        {
            var links = Links(page).ToArray();
            if (links.Length > 0)
            {
                context.HttpContext.Response.Headers.Link = string.Join(", ", links);
            }
        }

        return result;
    }

    private static IEnumerable<string> Links(OffsetPaginationResult page)
    {
        if (page.Next is { } next) yield return $"<{next}>; rel=\"next\"";
        if (page.Prev is { } prev) yield return $"<{prev}>; rel=\"prev\"";
    }
}
