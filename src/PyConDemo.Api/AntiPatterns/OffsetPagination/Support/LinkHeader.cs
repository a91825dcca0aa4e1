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
            (string? Path, string Name)[] links = [(page.Next, "next"), (page.Prev, "prev")];
            var known = links.Where(link => link.Path is not null).Select(link => $"<{link.Path}>; rel=\"{link.Name}\"");
            var header = string.Join(", ", known);
            if (header.Length > 0) context.HttpContext.Response.Headers.Link = header;
        }

        return result;
    }
}
