using Hangfire;
using Hangfire.Dashboard;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The reports' services, and Hangfire's dashboard.</summary>
public static class ReportExtensions
{
    public static void AddLongRequests(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ReportsSettings>("Reports");
        builder.Services.AddSingleton<IReportRenderer, ReportRenderer>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ReportGenerator>();
        builder.Services.AddSingleton<ReportJobs>();
        builder.Services.AddSingleton<ReportBacklog>();
        builder.Services.AddHostedService<ReportServer>();
    }

    /// <summary>The dashboard at /hangfire, for requests from this machine. It shows, and changes nothing: a job that is deleted or run there would contradict its report.</summary>
    public static void UseReportDashboard(this WebApplication app) => app.Map("/hangfire", branch => branch.UseMiddleware<AspNetCoreDashboardMiddleware>(
        app.Services.GetRequiredService<ReportJobs>().Storage,
        new DashboardOptions { Authorization = [new LocalRequestsOnlyAuthorizationFilter()], IsReadOnlyFunc = _ => true, AppPath = "/swagger" },
        DashboardRoutes.Routes));
}
