using Microsoft.AspNetCore.Builder;
using Npgsql;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>The README's samples, so that they compile. A test compares the two texts.</summary>
public static class ReadmeSamples
{
    public static void Add(WebApplicationBuilder builder, WebApplication app, string connectionString)
    {
        builder.Services.AddServerHealthChecklist();

        var dataSourceBuilder = new NpgsqlDataSourceBuilder(connectionString);
        dataSourceBuilder.UseServerHealthChecklist(); // rows and parameters; without it, rules that need them say "not seen"

        app.UseServerHealthChecklist(); // first, so that bytes are counted after compression
    }

    public static void Configure(WebApplicationBuilder builder, WebApplication app)
    {
        builder.Services.AddServerHealthChecklist(o =>
        {
            o.Rules.NPlusOne = new() { Repeats = 10 };
            o.ForRoute("/orders", rules => rules with { OffsetPagination = new() { Rows = 5_000 } });
            o.Suppress("/export", HealthRules.FatPayloads, "a full export for one customer a day");
        });

        app.MapGet("/report", Report).SuppressHealthRule(HealthRules.HotAggregations, "the month's end, once");
    }

    public static async Task Own(IServerHealthChecklist checklist, IOrdersService ordersService)
    {
        await using var measurement = checklist.Measure();
        await ordersService.LatestAsync();
        measurement.AssertHealthy();
        measurement.AssertAtMost(commands: 2, rowsRead: 100);
    }

    public static async Task Http(IServerHealthChecklist checklist, HttpClient client)
    {
        await using var measurement = checklist.Measure();
        await measurement.Track(client).GetAsync("/orders");
        await measurement.AssertHealthyAsync();
    }

    private static string Report() => "the report";
}
