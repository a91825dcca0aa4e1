using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.FailureDemos;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>An overloaded lane takes all connections. The bulkhead leaves some to the other routes.</summary>
public sealed class BulkheadTests(Cluster cluster)
{
    private const int Load = 150; // the pool has 100 connections
    private const string Overloaded = "/bad/dashboard";
    private const string Demo = "/demo/acts/bulkhead";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, 24)]
    [InlineData(100, 80)]
    [InlineData(45, 24)]
    [InlineData(1000, 24)]
    public void The_lanes_share_all_but_20_connections(int poolSize, int lanes)
    {
        var limits = LaneLimits.Share(poolSize, lanes);
        Assert.InRange(limits.Running, 1, poolSize);
        Assert.InRange(lanes * (limits.Running + limits.Waiting), 1, poolSize - 20);
    }

    [Fact]
    public async Task It_limits_every_lane_and_their_sum()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        var bulkhead = app.Services.GetRequiredService<Bulkhead>();

        var paths = AntiPatternCatalog.All.SelectMany(pattern => pattern.Lanes).Select(lane => lane.Path.Split('?')[0]);
        Assert.Superset(paths.Append("/good/orders/before").ToHashSet(), bulkhead.Lanes.ToHashSet());
        Assert.InRange(bulkhead.Lanes.Count * (bulkhead.Limits.Running + bulkhead.Limits.Waiting), 1, 100 - 20);
    }

    [Fact]
    public async Task Without_it_an_overloaded_lane_makes_the_bystander_fail()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();
        await using var locked = await LockAsync(app);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, Load).Select(_ => RepeatAsync(client, Overloaded, stop.Token)).ToList();
        await LockWaitsAsync(client, 95);

        var bystanders = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ProblemAsync(client, "/bystander")));

        Assert.All(bystanders, problem => Assert.Equal("No database connection became free within 3 s.", problem));
        await stop.CancelAsync();
        await Task.WhenAll(load);
    }

    [Fact]
    public async Task With_it_the_lane_is_refused_and_the_others_answer()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        var limits = app.Services.GetRequiredService<Bulkhead>().Limits;
        using var client = app.CreateClient();
        using var started = await client.PostAsync(Demo, null, Cancel);
        Assert.True((await started.Content.ReadFromJsonAsync<FailureDemoState>(Cancel))!.Running);
        await using var locked = await LockAsync(app);

        var load = Enumerable.Range(0, Load).Select(_ => StatusAsync(client, Overloaded, Cancel)).ToList();
        await LockWaitsAsync(client, limits.Running);
        for (var round = 0; round < 20; round++)
        {
            foreach (var path in new[] { "/bystander", "/good/posts?size=10", "/good/products", "/good/dashboard" })
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, path, Cancel));
        }

        // Those that may run hold a connection. The others are refused, and held none.
        await Eventually.TrueAsync(
            () => load.Count(request => request.IsCompleted) == Load - limits.Running, "the surplus is refused", Cancel);
        await Eventually.TrueAsync(
            async () => await client.GetFromJsonAsync<ServerVitals>("/vitals", Cancel)
                is { LockWaits: { } waits, OpenConnections: < 100 } && waits == limits.Running,
            "only the running requests hold a connection", Cancel);
        await locked.DisposeAsync();
        var statuses = await Task.WhenAll(load);
        Assert.Equal(limits.Running, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(Load - limits.Running, statuses.Count(status => status == HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task A_full_lane_refuses_at_once_and_the_queue_is_left_after_a_second()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow()); // only the test moves it
        await using var app = await StartSwitchedOnAsync(clock);
        var limits = app.Services.GetRequiredService<Bulkhead>().Limits;
        using var client = app.CreateClient();
        await using var locked = await LockAsync(app);
        var running = Enumerable.Range(0, limits.Running).Select(_ => StatusAsync(client, Overloaded, Cancel)).ToList();
        await LockWaitsAsync(client, limits.Running);

        var others = Enumerable.Range(0, limits.Waiting + 1).Select(_ => ProblemAsync(client, Overloaded)).ToList();
        var refused = await Task.WhenAny(others); // no time has passed
        const string Overload = "This route is overloaded: 2 requests of it may run at once.";
        Assert.Equal(Overload, await refused);
        var waiting = others.Where(other => other != refused).ToList();
        clock.Advance(Bulkhead.LongestWait - TimeSpan.FromMilliseconds(1));
        Assert.All(waiting, request => Assert.False(request.IsCompleted));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.All(await Task.WhenAll(waiting), problem => Assert.Equal(Overload, problem));

        await locked.DisposeAsync();
        Assert.All(await Task.WhenAll(running), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Overloaded, Cancel));
    }

    [Fact]
    public async Task It_ends_with_its_lease_and_when_it_is_stopped()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, host => host.ConfigureTestServices(
            services => services.AddSingleton<TimeProvider>(clock)));
        var bulkhead = app.Services.GetRequiredService<Bulkhead>();
        using var client = app.CreateClient();
        Assert.False(bulkhead.IsOn);

        (await client.PostAsync(Demo, null, Cancel)).EnsureSuccessStatusCode();
        Assert.True(bulkhead.IsOn);
        (await client.DeleteAsync(Demo, Cancel)).EnsureSuccessStatusCode();
        Assert.False(bulkhead.IsOn);

        (await client.PostAsync(Demo, null, Cancel)).EnsureSuccessStatusCode();
        clock.Advance(FailureDemo.Lease);
        await Eventually.TrueAsync(() => !bulkhead.IsOn, "its lease has run out", Cancel);
    }

    [Fact]
    public async Task The_setting_keeps_it_on()
    {
        await using var app = await StartSwitchedOnAsync(TimeProvider.System);
        using var client = app.CreateClient();

        var stopped = await client.DeleteFromJsonAsync<FailureDemoState>(Demo, Cancel);

        Assert.True(stopped!.Running);
        Assert.True(app.Services.GetRequiredService<Bulkhead>().IsOn);
    }

    private Task<DemoApp> StartSwitchedOnAsync(TimeProvider clock)
        => DemoApp.StartAsync(cluster, DemoScale.Small, host => host
            .UseSetting("Demo:Bulkhead", "true")
            .ConfigureTestServices(services => services.AddSingleton(clock)));

    private static Task<HeldTransaction> LockAsync(DemoApp app)
        => HeldTransaction.AfterAsync(app.ConnectionString, "LOCK TABLE orders", Cancel);

    private static Task LockWaitsAsync(HttpClient client, int count) => Eventually.TrueAsync(
        async () => (await client.GetFromJsonAsync<ServerVitals>("/vitals", Cancel))!.LockWaits >= count,
        $"{count} requests wait for the lock", Cancel);

    /// <summary>The status of the answer. It is 0 if the test has ended the load.</summary>
    private static async Task<HttpStatusCode> StatusAsync(
        HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(path, cancellationToken);
            return response.StatusCode;
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>Asks again after each answer. On a busy machine, 100 connections may not open within the 3 s after which
    /// the first requests are refused.</summary>
    private static async Task RepeatAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested) await StatusAsync(client, path, cancellationToken);
    }

    private static async Task<string?> ProblemAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(path == Overloaded ? 1 : 2, response.Headers.RetryAfter?.Delta?.TotalSeconds);
        return (await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel))!.Detail;
    }
}
