using PyConDemo.Api.AntiPatterns.HotAggregations.Support;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

/// <summary>The routes of the lanes.</summary>
public static class HotAggregationsEndpoints
{
    public static void MapHotAggregations(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("hot-aggregations");
        var lanes = routes.MapGroup("").AddEndpointFilter(AgeHeader.Write);

        lanes.MapGet("/bad/dashboard", HotAggregationsBad.GetDashboard);
        lanes.MapGet("/good/dashboard", HotAggregationsGood.GetDashboard);
        lanes.MapGet("/good/dashboard/cached", HotAggregationsCached.GetDashboard);
        lanes.MapGet("/yours/dashboard", HotAggregationsYours.GetDashboard);

        routes.MapGet("/demo/dashboard/refresh", RefreshEndpoint.GetStatus);
        routes.MapPost("/demo/dashboard/refresh", RefreshEndpoint.Refresh);
    }
}
