namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>Repeats the paths of the next and the previous page in the header Link (RFC 8288), in all lanes.</summary>
public static class LinkHeader
{
    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is Ok<OffsetPaginationResult> { Value: { } page })
        {
            (string? Path, string Name)[] pages = [(page.Next, "next"), (page.Prev, "prev")];
            var links = pages.Where(one => one.Path is not null).Select(one => $"<{one.Path}>; rel=\"{one.Name}\"");
            var header = string.Join(", ", links);
            if (header.Length > 0) context.HttpContext.Response.Headers.Link = header;
        }

        return result;
    }
}
