using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.AntiPatterns.HotAggregations.Machinery;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Machinery;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Problems;
using PyConDemo.Api.QueryPlans;
using PyConDemo.Api.SecondActs;
using PyConDemo.Api.Storage;
using PyConDemo.Api.Surroundings;
using PyConDemo.Api.Workshop;
using PyConDemo.Checklist;

await OneLineErrors.GuardAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddDemoSettings();
    builder.AddDemoDatabase();
    builder.Services.AddObjectStore(builder.Configuration);
    builder.Services.AddServerHealthChecklist();

    builder.AddReports();
    builder.AddDashboard();
    builder.AddFatPayloads();
    builder.AddRowLocking();

    builder.AddQueryPlans();
    builder.AddSecondActs();

    builder.AddProblemAnswers();
    builder.AddSwagger();

    await using var app = builder.Build();
    await app.StartPostgresAsync();

    app.UseServerHealthChecklist();
    app.UseProblemAnswers();
    app.UseReadinessGate();
    app.UseRouteCompression();

    app.UseReportDashboard();

    app.MapLongRequests();
    app.MapOffsetPagination();
    app.MapNPlusOne();
    app.MapHotAggregations();
    app.MapFatPayloads();
    app.MapRowLocking();

    app.MapPatterns();
    app.MapQueryPlans();
    app.MapSecondActs();
    app.MapReset();
    app.MapWorkshop();
    app.MapBystander();
    app.MapHealth();
    app.MapVitals();
    app.MapSwagger();

    await app.RunAsync();
});
