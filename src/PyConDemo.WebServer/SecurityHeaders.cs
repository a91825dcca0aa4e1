using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace PyConDemo.WebServer;

/// <summary>Headers that tell a browser what an answer may do. Every answer has them, errors included. Their values are
/// made once, so that a measured request allocates nothing for them.</summary>
/// <param name="policyOf">The Content-Security-Policy of a path.</param>
public sealed class SecurityHeaders(Func<PathString, StringValues> policyOf) : IExceptionHandler
{
    /// <summary>The policy of an answer that is no page: it loads nothing, and no page may frame it.</summary>
    public static readonly StringValues NoPage = "default-src 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";

    public void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = policyOf(context.Request.Path);
        headers["Referrer-Policy"] = NoReferrer;
    }

    /// <summary>Sets the headers again, because UseExceptionHandler removes all headers before it calls its handlers.
    /// The next handler writes the answer.</summary>
    ValueTask<bool> IExceptionHandler.TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        Set(context);
        return ValueTask.FromResult(false);
    }
}

/// <summary>Adds the security headers to a server.</summary>
public static class SecurityHeadersExtensions
{
    /// <summary>Registers the headers. Call it before other exception handlers are registered.</summary>
    public static void AddSecurityHeaders(this IServiceCollection services, Func<PathString, StringValues> policyOf)
    {
        var headers = new SecurityHeaders(policyOf);
        services.AddSingleton(headers).AddSingleton<IExceptionHandler>(headers);
    }

    /// <summary>Call it after UseExceptionHandler, and before everything that may answer.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var headers = app.Services.GetRequiredService<SecurityHeaders>();
        app.Use((context, next) =>
        {
            headers.Set(context);
            return next(context);
        });
    }
}
