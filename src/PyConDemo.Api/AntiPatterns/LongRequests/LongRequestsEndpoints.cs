using PyConDemo.Api.AntiPatterns.LongRequests.Support;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

/// <summary>The routes of the lanes.</summary>
public static class LongRequestsEndpoints
{
    public static void MapLongRequests(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("long-requests");
        var lanes = routes.MapGroup("").AddEndpointFilter(RetryAfterHeader.Write);

        lanes.MapPost("/bad/reports", LongRequestsBad.CreateReport);
        lanes.MapPost("/good/reports", LongRequestsGood.CreateReport);
        lanes.MapPost("/yours/reports", LongRequestsYours.CreateReport);
        lanes.MapReports();

        routes.MapPost("/demo/reports/reset", ReportReset.Reset);
    }
}
