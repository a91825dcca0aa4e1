namespace PyConDemo.Checklist.Http;

/// <summary>Serves the page and the JSON before the measurement, so that reading changes no result. If the application
/// has mapped the page itself, routing serves it.</summary>
internal sealed class PagesMiddleware(
    RequestDelegate next, ChecklistPages pages, ChecklistEndpoint endpoint,
    IOptions<ServerHealthChecklistOptions> options)
{
    private readonly PathString _root = options.Value.Path;

    public Task InvokeAsync(HttpContext context)
        => context.Request.Path.StartsWithSegments(_root, StringComparison.OrdinalIgnoreCase, out var rest)
            && !endpoint.IsMapped
                ? pages.ServeAsync(context, context.Request.PathBase + _root, rest)
                : next(context);
}
