using System.Linq.Expressions;
using System.Reflection;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.AntiPatterns.HotAggregations.Support;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;
using PyConDemo.Checklist;
using PyConDemo.WebServer;

[assembly: Microsoft.AspNetCore.Hosting.HostingStartup(typeof(PyConDemo.Workshop.Fixes.FixRoutes))]

namespace PyConDemo.Workshop.Fixes;

/// <summary>Serves each fix at /fixes/&lt;its class&gt;/…, as the API serves an attendee's lane at /yours/….</summary>
public sealed class FixRoutes : IHostingStartup, IStartupFilter
{
    /// <summary>The fixes with their classes.</summary>
    public static IReadOnlyList<(Type Class, FixAttribute Fix)> All { get; } = [.. typeof(FixRoutes).Assembly.GetTypes()
        .Select(type => (type, type.GetCustomAttribute<FixAttribute>()!)).Where(pair => pair.Item2 is not null)];

    /// <summary>The path prefix of a fix's lane, for the checker.</summary>
    public static string Prefix(Type fix) => $"/fixes/{fix.Name}";

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(this));

    // The fixes run in a branch before the API's pipeline, with the same middleware as a lane.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.MapWhen(context => context.Request.Path.StartsWithSegments("/fixes"), branch =>
        {
            branch.UseRouting();
            branch.UseServerHealthChecklist();
            branch.UseProblemResponses();
            branch.UseRouteCompression();
            branch.UseEndpoints(routes =>
            {
                foreach (var (type, fix) in All) Map(routes, type, fix);
            });
        });
        next(app);
    };

    private static void Map(IEndpointRouteBuilder app, Type type, FixAttribute fix)
    {
        var routes = app.MapGroup("").AddWeakETags();
        var method = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Single();
        var handler = method.CreateDelegate(Expression.GetDelegateType([.. method.GetParameters().Select(p => p.ParameterType), method.ReturnType]));
        var path = Prefix(type);
        _ = fix.Slug switch
        {
            "long-requests" => routes.MapPost($"{path}/reports", handler).AddEndpointFilter(RetryAfterHeader.Write),
            "offset-pagination" => routes.MapGet($"{path}/orders", handler).AddEndpointFilter(LinkHeader.Write),
            "n-plus-one" => routes.MapGet($"{path}/posts", handler),
            "hot-aggregations" => routes.MapGet($"{path}/dashboard", handler).AddEndpointFilter(AgeHeader.Write),
            "fat-payloads" => routes.MapGet($"{path}/products", handler),
            "row-locking" => routes.MapPost($"{path}/jobs/claim", handler),
            _ => throw new InvalidOperationException($"{type}: there is no exercise '{fix.Slug}'."),
        };
    }
}
