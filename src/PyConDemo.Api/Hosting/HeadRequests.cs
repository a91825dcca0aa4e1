namespace PyConDemo.Api.Hosting;

/// <summary>Answers HEAD wherever GET is answered. HEAD runs as GET, so its headers are those of GET, and the web
/// server sends no body.</summary>
public static class HeadRequests
{
    /// <summary>Includes the routing: HEAD must become GET before a route is chosen.</summary>
    public static void UseRoutingWithHead(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseRouting();
    }
}
