using Microsoft.AspNetCore.Authorization;
using PyConDemo.Checklist.Page;

namespace PyConDemo.Checklist.Http;

/// <summary>Answers requests for the page and the JSON, from a middleware or from an endpoint.</summary>
internal sealed class ChecklistPages(
    AccessPolicy policy, RequestLog log, RouteRegistry routes, IOptions<ServerHealthChecklistOptions> options)
{
    /// <summary>Answers if the caller may read. An endpoint with authorization has already decided that.</summary>
    /// <param name="root">The address of the page.</param>
    /// <param name="rest">What follows it.</param>
    public async Task ServeAsync(HttpContext context, PathString root, PathString rest)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var isDecided = metadata?.GetMetadata<ChecklistEndpoint>() is not null
            && (metadata.GetMetadata<IAuthorizeData>() ?? (object?)metadata.GetMetadata<IAllowAnonymous>()) is not null;
        if (!isDecided && !await policy.MayRead(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // 403 would reveal that the page exists
            return;
        }
        context.Response.Headers.CacheControl = "no-store";
        await (await AnswerAsync(context, root, rest)).ExecuteAsync(context);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, PathString root, PathString rest)
    {
        var isReset = options.Value.Page && rest == "/reset";
        string[] methods = isReset ? ["POST"] : ["GET", "HEAD"];
        if (!methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.Headers.Allow = string.Join(", ", methods);
            return Results.Problem(statusCode: StatusCodes.Status405MethodNotAllowed);
        }
        if (isReset) return Reset(context.Request, root);
        var request = rest.StartsWithSegments("/requests", out var id)
            ? await log.FindAsync(id.Value?.TrimStart('/') ?? "")
            : null;
        return rest.Value switch
        {
            _ when request is not null => ChecklistJson.Answer(request, ShowsParameters(context)),
            "/routes" when options.Value.Page => ChecklistJson.Answer(routes.All()),
            null or "" or "/" when options.Value.Page => Page(context, root),
            _ => Results.Problem(
                "There is no such page or request. The checklist keeps only the latest requests.", statusCode: 404),
        };
    }

    private IResult Reset(HttpRequest request, PathString root)
    {
        if (!IsSameOrigin(request))
        {
            return Results.Problem(
                "Another site sent this request. Use the page's own button.",
                statusCode: StatusCodes.Status403Forbidden);
        }
        routes.Clear();
        log.Clear();
        request.HttpContext.Response.Headers.Location = root.Value;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    // Browsers send one of these headers with every POST, so another site can't reset the page. Programs send neither.
    private static bool IsSameOrigin(HttpRequest request)
        => request.Headers["Sec-Fetch-Site"] is [var site]
            ? site is "same-origin" or "none"
            : request.Headers.Origin is not [var origin] || origin == $"{request.Scheme}://{request.Host}";

    private IResult Page(HttpContext context, PathString root)
    {
        context.Response.Headers.ContentSecurityPolicy = ChecklistPage.SecurityPolicy;
        return Results.Content(ChecklistPage.Render(routes.All(), root.Value!), "text/html; charset=utf-8");
    }

    // The client must ask with `?parameters=true`, and the setting must allow it.
    private bool ShowsParameters(HttpContext context)
        => options.Value.ShowParameterValues && context.Request.Query["parameters"] == "true";
}
