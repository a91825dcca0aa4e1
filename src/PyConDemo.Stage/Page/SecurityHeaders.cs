namespace PyConDemo.Stage.Page;

/// <summary>The page loads nothing from another host, and it executes no request from another site.</summary>
internal static class SecurityHeaders
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store"; // a cached page must not run with the scripts of a newer version
        if (!IsFromOtherSite(context.Request)) await next(context);
        else await Results.Problem("Only this page may do that.", statusCode: 403).ExecuteAsync(context);
    });

    /// <summary>Browsers add an Origin header to the requests that another site's script sends.</summary>
    private static bool IsFromOtherSite(HttpRequest request)
        => request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}";
}
