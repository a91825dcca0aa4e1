namespace PyConDemo.Api.Hosting;

/// <summary>Protects routes that show the program's internals or that break it on purpose. They answer 404 outside of
/// Development, and 403 to callers that are neither on this machine nor in the trusted network.</summary>
public sealed class LocalCallersOnly(IHostEnvironment environment, DemoSettings settings) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!environment.IsDevelopment()) return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);

        var request = context.HttpContext.Request;
        return settings.Trusts(context.HttpContext.Connection.RemoteIpAddress) && !IsForwarded(request.Headers)
            ? await next(context)
            : TypedResults.Problem(
                "For callers on this machine only. Demo:TrustedNetwork adds a network.",
                statusCode: StatusCodes.Status403Forbidden);
    }

    // Through a proxy on this machine, every caller would look local.
    private static bool IsForwarded(IHeaderDictionary headers)
        => headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded");
}
