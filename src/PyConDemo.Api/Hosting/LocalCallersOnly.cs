namespace PyConDemo.Api.Hosting;

/// <summary>
/// For routes that show how the program works inside, or that hurt it on purpose: in Development only (404 elsewhere), and for
/// callers on this machine or in the trusted network only (403).
/// </summary>
public sealed class LocalCallersOnly(IHostEnvironment environment, DemoSettings settings) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!environment.IsDevelopment())
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
        }

        return settings.Trusts(context.HttpContext.Connection.RemoteIpAddress) && !IsForwarded(context.HttpContext.Request.Headers)
            ? await next(context)
            : TypedResults.Problem(
                "For callers on this machine only. Demo:TrustedNetwork adds a network.", statusCode: StatusCodes.Status403Forbidden);
    }

    // Behind a proxy on this machine everybody would be local.
    private static bool IsForwarded(IHeaderDictionary headers) => headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded");
}
