using Hangfire;
using Hangfire.Dashboard;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsEndpoints
{
    private const string OnOrder = "a report is computed once, when it is ordered";

    public static void AddLongRequests(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ReportsSettings>("Reports");
        builder.Services.AddSingleton<IReportRenderer, ReportRenderer>();
        builder.Services.AddSingleton<ReportGenerator>();
        builder.Services.AddSingleton<ReportJobs>();
        builder.Services.AddSingleton<ISeedStep>(provider => provider.GetRequiredService<ReportJobs>());
        builder.Services.AddSingleton<ReportBacklog>();
        builder.Services.AddHostedService<ReportServer>();
        builder.Services.AddHostedService<ReportRescuer>();
    }

    /// <summary>Serves /hangfire, read-only, because a job that is deleted there would contradict its report.</summary>
    public static void UseHangfirePage(this WebApplication app)
    {
        var storage = app.Services.GetRequiredService<ReportJobs>().Storage;
        var options = new DashboardOptions
        {
            Authorization = [], // UseLocalCallersOnly protects the page
            IsReadOnlyFunc = _ => true,
            AppPath = "/swagger",
        };
        app.Map("/hangfire", branch => branch
            .Use(HangfireErrors.HandleAsync)
            .UseMiddleware<AspNetCoreDashboardMiddleware>(storage, options, DashboardRoutes.Routes));
    }

    public static void MapLongRequests(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("long-requests");
        var lanes = routes.MapGroup("").AddEndpointFilter(RetryAfterHeader.Write);

        lanes.MapPost("/bad/reports", LongRequestsBad.CreateReport)
            .SuppressHealthRule(HealthRules.HotAggregations, OnOrder);
        lanes.MapPost("/good/reports", LongRequestsGood.CreateReport);
        lanes.MapPost("/yours/reports", LongRequestsYours.CreateReport)
            .SuppressHealthRule(HealthRules.HotAggregations, OnOrder);
        lanes.MapGet("/good/reports/{id}", ReportEndpoints.GetReport)
            .Produces<LongRequestsResult>(StatusCodes.Status303SeeOther);
        lanes.MapGet("/good/reports/{id}/pdf", ReportEndpoints.GetPdf);

        routes.MapPost("/demo/reports/reset", ReportReset.Reset);
    }
}
