namespace PyConDemo.Stage.Page;

/// <summary>Nothing from another host, and nothing done for another site.</summary>
internal static class SecurityHeaders
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store"; // a page of the last rehearsal must not meet the scripts of this one
        if (IsForeign(context.Request)) await Results.Problem("Only this page may do that.", statusCode: 403).ExecuteAsync(context);
        else await next(context);
    });

    /// <summary>Another site's script may send a request here, but not without saying where it comes from.</summary>
    private static bool IsForeign(HttpRequest request)
        => request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}";
}
