using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace PyConDemo.Checklist.Http;

/// <summary>Serves what the checklist saw. Stands before the exam, so reading it leaves no trace in it.</summary>
internal sealed class PagesMiddleware(
    RequestDelegate next, Gate gate, RequestLog log, IOptions<ServerHealthChecklistOptions> options)
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
        if (rest.StartsWithSegments("/requests", out var id) && log.Find(id.Value?.TrimStart('/') ?? "") is { } found)
            await context.Response.WriteAsJsonAsync(VitalsJson.Of(found, Show(context)), VitalsJson.Options, context.RequestAborted);
        else
            await Results.Problem("Unknown, or forgotten: only the latest requests are kept.", statusCode: 404).ExecuteAsync(context);
    }

    // `?parameters=true` asks for the values; the setting decides.
    private bool Show(HttpContext context)
        => options.Value.ShowParameterValues && context.Request.Query["parameters"] == "true";
}
