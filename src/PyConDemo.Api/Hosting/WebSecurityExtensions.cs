using Microsoft.Extensions.Primitives;
using PyConDemo.WebServer;

namespace PyConDemo.Api.Hosting;

/// <summary>Connects the API to <see cref="WebServer"/>.</summary>
public static class WebSecurityExtensions
{
    // The pages of Swagger and Hangfire run scripts from files only. Both write style attributes into their HTML, add
    // style elements by script, and have small images as data: URLs.
    private static readonly StringValues PagePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    /// <summary>Registers the security headers. Call it before AddErrorHandling.</summary>
    public static void AddWebSecurity(this WebApplicationBuilder builder)
        => builder.Services.AddSecurityHeaders(PolicyOf);

    /// <summary>Refuses requests that another site's page sends through a visitor's browser.</summary>
    public static void UseForeignSiteFilter(this WebApplication app)
    {
        var allowed = app.Services.GetRequiredService<DemoSettings>().AllowedHosts;
        app.UseForeignSiteFilter(AllowedHosts.Parse(allowed), anyHost: "/health");
    }

    // The checklist's page replaces this by its own policy.
    private static StringValues PolicyOf(PathString path)
        => path.StartsWithSegments("/swagger") || path.StartsWithSegments("/hangfire")
            ? PagePolicy : SecurityHeaders.NoPage;
}
