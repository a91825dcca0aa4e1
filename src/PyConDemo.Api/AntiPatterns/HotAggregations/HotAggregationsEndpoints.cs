using PyConDemo.Api.AntiPatterns.HotAggregations.Machinery;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

/// <summary>The routes of the pair and of your own lane.</summary>
public static class HotAggregationsEndpoints
{
    public static void MapHotAggregations(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("hot-aggregations");

        routes.MapGet("/bad/dashboard", HotAggregationsBad.GetDashboard).AddEndpointFilter(AgeHeader.Write);
        routes.MapGet("/good/dashboard", HotAggregationsGood.GetDashboard).AddEndpointFilter(AgeHeader.Write);
        routes.MapGet("/yours/dashboard", HotAggregationsYours.GetDashboard).AddEndpointFilter(AgeHeader.Write);
        routes.MapGet("/good/dashboard/cached", CachedDashboard.GetDashboard).AddEndpointFilter(AgeHeader.Write);

        routes.MapGet("/demo/dashboard/refresh", RefreshNow.GetStatus);
        routes.MapPost("/demo/dashboard/refresh", RefreshNow.Refresh);
    }
}
