using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Page;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Http;

/// <summary>Serves what the checklist saw. Stands before the measurement, so reading it leaves no trace in it.</summary>
internal sealed class PagesMiddleware(
    RequestDelegate next, AccessPolicy gate, RequestLog log, RouteRegistry board, IOptions<ServerHealthChecklistOptions> options)
{
    private readonly PathString _root = options.Value.Path;

    public Task InvokeAsync(HttpContext context)
        => context.Request.Path.StartsWithSegments(_root, StringComparison.OrdinalIgnoreCase, out var rest) ? Serve(context, rest) : next(context);

    private async Task Serve(HttpContext context, PathString rest)
    {
        if (!await gate.MayRead(context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // not 403: whether it is there is nobody's business
            return;
        }
        context.Response.Headers.CacheControl = "no-store";
        if (rest.StartsWithSegments("/requests", out var id) && await log.FindAsync(id.Value?.TrimStart('/') ?? "") is { } found)
            await Write(context, VitalsJson.From(found, Show(context)));
        else if (options.Value.Page && rest.Value is "/routes")
            await Write(context, RoutesJson.From(board.All()));
        else if (options.Value.Page && rest.Value is "" or "/")
            await Results.Content(ChecklistPage.Render(board.All(), context.Request.PathBase + _root + "/routes"), "text/html; charset=utf-8").ExecuteAsync(context);
        else
            await Results.Problem("Nothing here, or forgotten: only the latest requests are kept.", statusCode: 404).ExecuteAsync(context);
    }

    private static Task Write<T>(HttpContext context, T json)
        => context.Response.WriteAsJsonAsync(json, VitalsJson.Options, context.RequestAborted);

    // `?parameters=true` asks for the values; the setting decides.
    private bool Show(HttpContext context)
        => options.Value.ShowParameterValues && context.Request.Query["parameters"] == "true";
}
