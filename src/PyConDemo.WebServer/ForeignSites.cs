using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.WebServer;

/// <summary>Refuses what a page of another site may send through a visitor's browser.</summary>
public static class ForeignSites
{
    private const string OtherName = "The server does not answer to the name in the Host header. It answers to "
        + $"localhost, to its own addresses, and to the names in the setting {AllowedHosts.Setting}.";

    /// <summary>Answers 400 to a request for another host name, and 403 to a state-changing request of another site.
    /// </summary>
    /// <param name="allowed">The names of <see cref="AllowedHosts"/>.</param>
    /// <param name="anyHost">Paths that answer to every name: health probes come by address.</param>
    public static void UseForeignSiteFilter(
        this WebApplication app, IReadOnlyList<string> allowed, PathString? anyHost = null)
    {
        var hosts = OwnHosts.Of(app, allowed);
        app.Use((context, next) =>
        {
            if (!hosts.Contains(context) && !(anyHost is { } open && context.Request.Path.StartsWithSegments(open)))
                return RefuseAsync(context, OtherName, StatusCodes.Status400BadRequest);
            return IsFromOtherSite(context.Request, hosts)
                ? RefuseAsync(context, "Only the server's own pages may do that.", StatusCodes.Status403Forbidden)
                : next(context);
        });
    }

    /// <summary>True for a request that may change something, and that a page of another site caused. Browsers mark
    /// such requests with these headers. Other programs send neither.</summary>
    public static bool IsFromOtherSite(HttpRequest request, OwnHosts hosts)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        var (site, origin) = (request.Headers["Sec-Fetch-Site"], request.Headers.Origin);
        return (site.Count > 0 && site is not ["same-origin" or "none"])
            || (origin.Count > 0 && !(origin is [{ } one] && IsOwn(one, request.Headers.Host, hosts)));
    }

    // The same host with another port is another program.
    private static bool IsOwn(string origin, string? host, OwnHosts hosts)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && (origin.Equals($"{uri.Scheme}://{host}", StringComparison.OrdinalIgnoreCase)
                || hosts.IsPublic(uri.IdnHost));

    private static Task RefuseAsync(HttpContext context, string detail, int status)
        => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
