namespace PyConDemo.Api.AntiPatterns.RowLocking;

public static class RowLockingEndpoints
{
    public static void AddRowLocking(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RowLockingSettings>("RowLocking");
        builder.Services.AddSingleton<HashingWork>();
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddSingleton<JobLeases>();
        builder.Services.AddHostedService<JobRescuer>();
    }

    public static void MapRowLocking(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("row-locking");

        routes.MapPost("/bad/jobs/claim", RowLockingBad.ClaimJobs);
        routes.MapPost("/good/jobs/claim", RowLockingGood.ClaimJobs);
        routes.MapPost("/good/jobs/claim/leased", RowLockingLeased.ClaimJobs);
        routes.MapPost("/yours/jobs/claim", RowLockingYours.ClaimJobs);

        routes.MapPost("/demo/jobs/reset", JobReset.ResetJobs);
    }
}
