using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using PyConDemo.Api.Data;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.AntiPatterns.LongRequests;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>A dashboard's view without data: it is reported, and filled again.</summary>
public sealed class DashboardRepairTests(Cluster cluster)
{
    private static readonly string Lock = $"{AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh}";
    private const string Empty = "REFRESH MATERIALIZED VIEW dashboard WITH NO DATA";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lanes_and_readiness_say_so_and_a_refresh_that_is_asked_for_fills_it()
    {
        await using var app = await StartAsync();
        using var client = app.CreateClient();
        await using var db = NpgsqlDataSource.Create(app.ConnectionString + ";Pooling=false");
        await using (var connection = await db.OpenConnectionAsync(Cancel))
        {
            await connection.RunAsync($"SELECT pg_advisory_lock({Lock})", Cancel); // the background refresh does nothing
            await connection.RunAsync(Empty, Cancel);
            await AssertEmptyAsync(client);
        }

        (await client.PostAsync("/demo/dashboard/refresh", null, Cancel)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/good/dashboard", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", Cancel)).StatusCode);
    }

    private static async Task AssertEmptyAsync(HttpClient client)
    {
        await AssertUnavailableAsync(client, "/good/dashboard", "The database is not in a state to do this.");
        await AssertUnavailableAsync(client, "/good/dashboard/cached", "The database is not in a state to do this.");
        await AssertUnavailableAsync(client, "/health/ready", "The dashboard's view holds no data.");
    }

    [Fact]
    public async Task The_background_refresh_fills_it()
    {
        await using var app = await StartAsync();
        using var client = app.CreateClient();
        await ExecuteAsync(app.ConnectionString, Empty);

        foreach (var path in (string[])["/good/dashboard", "/good/dashboard/cached", "/health/ready"])
        {
            await Eventually.TrueAsync(
                async () => (await client.GetAsync(path, Cancel)).StatusCode == HttpStatusCode.OK,
                $"{path} is back", Cancel);
        }
    }

    [Fact]
    public async Task A_start_fills_it_before_the_routes_are_open()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ExecuteAsync(Empty);
        using var folder = new ScratchFolder();
        await using var app = await ReportApp.StartAsync(database, folder, ("Dashboard:RefreshSeconds", "3600"));
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/good/dashboard", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_view_that_is_missing_is_a_plain_error_and_readiness_says_so()
    {
        await using var app = await StartAsync();
        using var client = app.CreateClient();
        await ExecuteAsync(app.ConnectionString, "DROP MATERIALIZED VIEW dashboard");

        await AssertUnavailableAsync(client, "/health/ready", "The dashboard's view is missing.");
        using var response = await client.GetAsync("/good/dashboard", Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Null((await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel))!.Detail);
    }

    // Refreshes are rare, but a view without data doesn't wait for the next one.
    private Task<DemoApp> StartAsync() => DemoApp.StartAsync(cluster, DemoScale.Small, host => host
        .UseSetting("Dashboard:RefreshSeconds", "3600").UseSetting("Logging:LogLevel:Default", "None"));

    private static async Task AssertUnavailableAsync(HttpClient client, string path, string detail)
    {
        using var response = await client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel);
        Assert.StartsWith(detail, problem!.Detail, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var db = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await db.ExecuteAsync(sql, Cancel);
    }
}
