using Dapper;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Pipeline;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;
using Program = PyConDemo.Checklist.Tests.Package.IOrdersService; // a user's own Program

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>The README's samples, so that the compiler checks them. A test compares the two texts.</summary>
public static class ReadmeSamples
{
    public static async Task<IEnumerable<string>> AddInEveryWay(
        WebApplicationBuilder builder, string connectionString, NpgsqlDataSource dataSource)
    {
        // A registered data source, with the package Npgsql.DependencyInjection.
        builder.Services.AddNpgsqlDataSource(connectionString, b => b.UseServerHealthChecklist());

        // The same with NpgsqlSlimDataSourceBuilder, which is smaller after trimming.
        builder.Services.AddSingleton<NpgsqlDataSource>(
            _ => new NpgsqlSlimDataSourceBuilder(connectionString).UseServerHealthChecklist().Build());

        // EF Core with a connection string.
        builder.Services.AddDbContext<BlogContext>(options => options.UseNpgsql(
            connectionString, npgsql => npgsql.ConfigureDataSource(b => b.UseServerHealthChecklist())));

        // EF Core with the registered data source.
        builder.Services.AddDbContext<BlogContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));

        // Marten with a data source.
        builder.Services.AddMarten(options => options.Connection(dataSource));

        // Dapper and plain Npgsql with a data source's connections.
        await using var connection = await dataSource.OpenConnectionAsync();
        var names = await connection.QueryAsync<string>("SELECT name FROM authors WHERE id > @id", new { id = 7 });

        return names;
    }

    public static void Page(WebApplication app)
    {
        app.MapServerHealthChecklist().RequireAuthorization("operators");
    }

    public static void Configure(WebApplicationBuilder builder, WebApplication app)
    {
        builder.Services.AddServerHealthChecklist(o =>
        {
            o.Rules.NPlusOne = new() { Repeats = 10 };
            o.ForRoute("GET /orders", rules => rules with { OffsetPagination = new() { Rows = 5_000 } });
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

public sealed class HealthRun : IAsyncDisposable // a fixture of the whole test run
{
    public static HealthCollector Collector { get; } = new(o =>
    {
        o.Baseline = "health-baseline.json";
        o.JUnit = "health-junit.xml";
    });

    public ValueTask DisposeAsync() => Collector.DisposeAsync(); // fails if there are new findings
}

public sealed class ShopFactory : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
        => builder.ConfigureServices(services => services.AddHealthCollector(HealthRun.Collector));
}
