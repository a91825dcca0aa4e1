using PyConDemo.Api.AntiPatterns.HotAggregations.Support;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsEndpoints
{
    public static void AddHotAggregations(this WebApplicationBuilder builder)
    {
        builder.AddSettings<DashboardSettings>("Dashboard");
        builder.Services.AddHybridCache();
        builder.Services.AddSingleton<DashboardRefresher>();
        builder.Services.AddSingleton<ISeedStep>(provider => provider.GetRequiredService<DashboardRefresher>());
        builder.Services.AddSingleton<DashboardRefreshService>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DashboardRefreshService>());
        builder.Services.AddSingleton<DashboardCheck>();
        builder.Services.AddHealthChecks().AddCheck<DashboardCheck>("dashboard");
    }

    public static void MapHotAggregations(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("hot-aggregations");
        var lanes = routes.MapGroup("").AddEndpointFilter(AgeHeader.Write);

        lanes.MapGet("/bad/dashboard", HotAggregationsBad.GetDashboard);
        lanes.MapGet("/good/dashboard", HotAggregationsGood.GetDashboard);
        lanes.MapGet("/good/dashboard/cached", HotAggregationsCached.GetDashboard);
        lanes.MapGet("/yours/dashboard", HotAggregationsYours.GetDashboard);

        routes.MapGet("/demo/dashboard/refresh", DashboardRefreshService.GetStatus);
        routes.MapPost("/demo/dashboard/refresh", DashboardRefresher.Refresh);
    }
}
