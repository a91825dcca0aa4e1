using PyConDemo.Api.AntiPatterns.RowLocking.Machinery;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns.RowLocking;

/// <summary>The routes of the pair and of your own lane, and the services behind them.</summary>
public static class RowLockingEndpoints
{
    public static void AddRowLocking(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RowLockingSettings>("RowLocking");
        builder.Services.AddSingleton<IJobWork, HashingWork>();
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddScoped<DeadlockRetry>();
        builder.Services.AddHostedService<LeaseRescue>();
    }

    public static void MapRowLocking(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("row-locking");

        routes.MapPost("/bad/jobs/claim", RowLockingBad.ClaimJobs);
        routes.MapPost("/good/jobs/claim", RowLockingGood.ClaimJobs);
        routes.MapPost("/yours/jobs/claim", RowLockingYours.ClaimJobs);

        routes.MapPost("/demo/jobs/reset", JobReset.ResetJobs);
    }
}
