using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Diagnostics;

/// <summary>A database that hangs does not make the health checks and the vitals hang.</summary>
public sealed class FrozenDatabaseTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly string[] Lanes =
        ["/bad/orders?page=1", "/good/orders", "/bad/posts", "/good/posts", "/good/dashboard", "/bystander"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_is_frozen_the_process_is_alive_and_not_ready()
    {
        await using var line = new CuttableLine(cluster.ConnectionString);
        await using var app = await StartAsync(line);
        using var client = app.CreateClient();
        Assert.NotNull((await VitalsAsync(client)).OpenConnections);

        // Half of the requests hang on a connection that is open. The other half find none, and need a new one.
        line.Freeze();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, 60)
            .Select(i => SendAsync(client, Lanes[i % Lanes.Length], stop.Token))
            .ToList();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/health/live", 0.5));
            Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/ping", 0.5));
            Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/vitals", 0.5));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await WithinAsync(client, "/health/ready", 2.5));
        }

        var vitals = await VitalsAsync(client);
        Assert.Null(vitals.OpenConnections);
        Assert.Null(vitals.Backlog);
        Assert.StartsWith(
            "The database does not answer.", (await ProblemAsync(client, "/health/ready")).Detail, StringComparison.Ordinal);

        // A client that leaves makes Npgsql cancel its command over a new connection, which hangs as well.
        await stop.CancelAsync();
        await Task.WhenAll(load);
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/ping", 0.5));

        line.Thaw();
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/health/ready", Cancel)).IsSuccessStatusCode
                && await VitalsAsync(client) is { OpenConnections: not null, Backlog: 0 },
            "ready again, with vitals", Cancel);
    }

    [Fact]
    public async Task A_request_that_needs_a_new_connection_says_that_it_does_not_answer()
    {
        await using var line = new CuttableLine(cluster.ConnectionString);
        await using var app = await StartAsync(line);
        using var client = app.CreateClient();

        line.Freeze();
        app.Services.GetRequiredService<NpgsqlDataSource>().Clear();

        Assert.Equal("The database does not answer.", (await ProblemAsync(client, "/bystander")).Detail);
    }

    [Fact]
    public async Task When_the_pool_is_exhausted_a_request_says_so_and_the_server_is_ready()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, host => host.UseSetting(
            "ConnectionStrings:Demo", host.GetSetting("ConnectionStrings:Demo") + ";Maximum Pool Size=10"));
        using var client = app.CreateClient();
        await using var locked = await HeldTransaction.AfterAsync(app.ConnectionString, "LOCK TABLE orders", Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, 30).Select(_ => SendAsync(client, "/bad/orders?page=1", stop.Token)).ToList();
        await Eventually.TrueAsync(
            async () => await VitalsAsync(client) is { LockWaits: 10 }, "all connections wait for the lock", Cancel);

        var problem = await ProblemAsync(client, "/bystander");

        Assert.Equal("No database connection became free within 3 s.", problem.Detail);
        Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/health/ready", 2.5));
        Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/ping", 0.5));
        Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/vitals", 0.5));
        await stop.CancelAsync();
        await Task.WhenAll(load);
    }

    [Fact]
    public async Task When_the_table_of_the_reports_is_locked_the_vitals_still_count_sessions()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();
        await using var locked = await HeldTransaction.AfterAsync(app.ConnectionString, "LOCK TABLE reports", Cancel);

        await Eventually.TrueAsync(
            async () => await VitalsAsync(client) is { OpenConnections: not null, Backlog: null },
            "vitals without a backlog", Cancel);
        for (var i = 0; i < 10; i++) await client.GetAsync("/vitals", Cancel);

        Assert.InRange(await locked.WaitersAsync(Cancel), 0, 2); // the readings, and the rescuer of reports
        Assert.Equal(HttpStatusCode.OK, await WithinAsync(client, "/health/ready", 2.5));
    }

    private Task<DemoApp> StartAsync(CuttableLine line) => DemoApp.StartAsync(cluster, DemoScale.Small, host => host
        .UseSetting("ConnectionStrings:Demo", line.Over(host.GetSetting("ConnectionStrings:Demo")!)));

    /// <summary>The status of the answer, which arrives within <paramref name="seconds"/>. This machine gets twice as
    /// long.</summary>
    private async Task<HttpStatusCode> WithinAsync(HttpClient client, string path, double seconds)
    {
        var watch = Stopwatch.StartNew();
        using var response = await client.GetAsync(path, Cancel);
        output.WriteLine($"{path} answered after {watch.Elapsed.TotalSeconds:F2} s; the target is {seconds} s.");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2 * seconds);
        return response.StatusCode;
    }

    private static async Task SendAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(path, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The test has ended the load.
        }
    }

    private static async Task<ServerVitals> VitalsAsync(HttpClient client)
        => (await client.GetFromJsonAsync<ServerVitals>("/vitals", Cancel))!;

    private static async Task<ProblemDetails> ProblemAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        return (await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel))!;
    }
}
