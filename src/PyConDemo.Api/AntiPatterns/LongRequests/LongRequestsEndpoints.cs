using PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

/// <summary>The routes of the pair and of your own lane.</summary>
public static class LongRequestsEndpoints
{
    public static void MapLongRequests(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("long-requests");

        routes.MapPost("/bad/reports", LongRequestsBad.CreateReport);
        routes.MapPost("/good/reports", LongRequestsGood.CreateReport).AddEndpointFilter(RetryAfter.Write);
        routes.MapPost("/yours/reports", LongRequestsYours.CreateReport).AddEndpointFilter(RetryAfter.Write);
        routes.MapGet("/good/reports/{id}", LongRequestsGood.GetReport).AddEndpointFilter(RetryAfter.Write);
        routes.MapGet("/good/reports/{id}/pdf", LongRequestsGood.GetPdf);

        routes.MapPost("/demo/reports/reset", ReportReset.Reset);
    }
}
