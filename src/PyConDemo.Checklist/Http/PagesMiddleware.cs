using PyConDemo.Checklist.Page;

namespace PyConDemo.Checklist.Http;

/// <summary>Serves the page and the JSON, before the measurement, so that reading changes no result.</summary>
internal sealed class PagesMiddleware(
    RequestDelegate next, AccessPolicy policy, RequestLog log, RouteRegistry routes,
    IOptions<ServerHealthChecklistOptions> options)
{
    private readonly PathString _root = options.Value.Path;

    public Task InvokeAsync(HttpContext context)
        => context.Request.Path.StartsWithSegments(_root, StringComparison.OrdinalIgnoreCase, out var rest)
            ? ServeAsync(context, rest)
            : next(context);

    private async Task ServeAsync(HttpContext context, PathString rest)
    {
        if (!await policy.MayRead(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // 403 would reveal that the page exists
            return;
        }
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            await Results.Problem(statusCode: StatusCodes.Status405MethodNotAllowed).ExecuteAsync(context);
            return;
        }
        context.Response.Headers.CacheControl = "no-store";
        var request = rest.StartsWithSegments("/requests", out var id)
            ? await log.FindAsync(id.Value?.TrimStart('/') ?? "")
            : null;
        var answer = rest.Value switch
        {
            _ when request is not null => Json(ChecklistJson.From(request, ShowsParameters(context))),
            "/routes" when options.Value.Page => Json(ChecklistJson.From(routes.All())),
            "" or "/" when options.Value.Page => Page(context),
            _ => Results.Problem(
                "There is no such page or request. The checklist keeps only the latest requests.", statusCode: 404),
        };
        await answer.ExecuteAsync(context);
    }

    private IResult Page(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = ChecklistPage.SecurityPolicy;
        var html = ChecklistPage.Render(routes.All(), context.Request.PathBase + _root + "/routes");
        return Results.Content(html, "text/html; charset=utf-8");
    }

    private static IResult Json(object json) => Results.Json(json, ChecklistJson.Options);

    // The client must ask with `?parameters=true`, and the setting must allow it.
    private bool ShowsParameters(HttpContext context)
        => options.Value.ShowParameterValues && context.Request.Query["parameters"] == "true";
}
