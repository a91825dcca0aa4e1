using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.WebServer;

/// <summary>Answers HEAD wherever GET is answered. HEAD runs as GET, so its headers are those of GET, and the web
/// server sends no body.</summary>
public static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>True for a HEAD that runs as GET. A route without an end must end then.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Mark);

    /// <summary>Includes the routing: HEAD must become GET before a route is chosen.</summary>
    public static void UseRoutingWithHead(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Items[Mark] = true;
            }

            return next(context);
        });
        app.UseRouting();
    }
}
