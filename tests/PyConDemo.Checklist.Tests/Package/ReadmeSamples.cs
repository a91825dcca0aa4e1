using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>The README's samples, so that the compiler checks them. A test compares the two texts.</summary>
public static class ReadmeSamples
{
    public static void Add(WebApplicationBuilder builder, string connectionString)
    {
        builder.Services.AddServerHealthChecklist();

        var dataSourceBuilder = new NpgsqlDataSourceBuilder(connectionString);
        dataSourceBuilder.UseServerHealthChecklist(); // shows rows and parameters to the rules
        builder.Services.AddSingleton(dataSourceBuilder.Build()); // EF Core takes it in UseNpgsql(dataSource)

        var app = builder.Build();
        app.UseServerHealthChecklist(); // first in the pipeline, so that bytes are counted after compression
    }

    public static void Configure(WebApplicationBuilder builder, WebApplication app)
    {
        builder.Services.AddServerHealthChecklist(o =>
        {
            o.Rules.NPlusOne = new() { Repeats = 10 };
            o.ForRoute("/orders", rules => rules with { OffsetPagination = new() { Rows = 5_000 } });
            o.Suppress("/export", HealthRules.FatPayloads, "a full export, once a day");
        });

        app.MapGet("/report", Report).SuppressHealthRule(HealthRules.HotAggregations, "runs once a month");
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

/// <summary>A user's own service in the README's samples.</summary>
public interface IOrdersService
{
    Task LatestAsync();
}
