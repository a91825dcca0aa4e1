using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.ErrorHandling;
using PyConDemo.Api.FailureDemos;
using PyConDemo.Api.QueryPlans;
using PyConDemo.WebServer;

await StartupErrors.HandleAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddDemoSettings();
    builder.AddDemoDatabase();
    builder.AddStorage();
    builder.Services.AddServerHealthChecklist();

    builder.AddLongRequests();
    builder.AddHotAggregations();
    builder.AddFatPayloads();
    builder.AddRowLocking();

    builder.AddBulkhead();
    builder.AddQueryPlans();
    builder.AddFailureDemos();

    builder.AddVitals();
    builder.AddWebSecurity();
    builder.AddErrorHandling();
    builder.AddSwagger();

    await using var app = builder.Build();
    await app.StartPostgresAsync();

    app.UseProblemResponses();
    app.UseSecurityHeaders();
    app.UseForeignSiteFilter();
    app.UseLocalCallersOnly();
    app.UseRoutingWithHead();
    app.UseServerHealthChecklist();
    app.UseJsonCharset();
    app.UseReadinessGate();
    app.UseBulkhead();
    app.UseRouteCompression();
    app.UseHangfirePage();

    app.MapLongRequests();
    app.MapOffsetPagination();
    app.MapNPlusOne();
    app.MapHotAggregations();
    app.MapFatPayloads();
    app.MapRowLocking();

    app.MapPatterns();
    app.MapQueryPlans();
    app.MapFailureDemos();
    app.MapReset();
    app.MapBystander();
    app.MapHealth();
    app.MapVitals();
    app.MapSwagger();

    await app.RunAsync();
});
