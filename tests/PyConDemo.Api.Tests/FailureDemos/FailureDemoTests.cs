using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.FailureDemos;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.FailureDemos;

/// <summary>Each failure demo starts once, and always ends.</summary>
public sealed class FailureDemoTests(Cluster cluster)
{
    private const string Snapshot = "held-snapshot";

    public static TheoryData<string> Acts => ["plain-refresh", Snapshot];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Acts))]
    public async Task Started_and_stopped_twice_it_runs_once(string act)
    {
        await using var app = await FailureDemoApp.StartAsync(cluster);
        Assert.False((await app.StateAsync(act)).Running);

        var states = await Task.WhenAll(app.StartDemoAsync(act), app.StartDemoAsync(act));
        Assert.All(states, state => Assert.True(state.Running));
        Assert.Equal(states[0].Since, states[1].Since);
        Assert.Equal(1, await app.SessionsAsync(act));

        await Task.WhenAll(app.StopDemoAsync(act), app.StopDemoAsync(act));
        var state = await app.StateAsync(act);
        Assert.Equal((false, null), (state.Running, state.Since));
        Assert.Contains(AntiPatternCatalog.All, pattern => pattern.Slug == state.Slug);
        await app.GoneAsync(act);
    }

    [Theory, MemberData(nameof(Acts))]
    public async Task Its_lease_ends_it_unless_it_is_renewed(string act)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await FailureDemoApp.StartAsync(cluster, builder => builder.ConfigureTestServices(
            services => services.AddSingleton<TimeProvider>(clock)));

        await app.StartDemoAsync(act);
        clock.Advance(FailureDemo.Lease - TimeSpan.FromSeconds(1));
        await app.StartDemoAsync(act);
        clock.Advance(FailureDemo.Lease - TimeSpan.FromSeconds(1));
        Assert.True((await app.StateAsync(act)).Running);
        Assert.Equal(1, await app.SessionsAsync(act));

        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(
            async () => !(await app.StateAsync(act)).Running && await app.SessionsAsync(act) == 0,
            "its lease has run out",
            Cancel);
    }

    [Theory]
    [InlineData("plain-refresh", true)]
    [InlineData("plain-refresh", false)]
    [InlineData(Snapshot, true)]
    [InlineData(Snapshot, false)]
    public async Task It_ends_with_the_process(string act, bool killed)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await using var outside = NpgsqlDataSource.Create(database.ConnectionString);
        await using var demo = DemoProcess.Start(
            ("ConnectionStrings__Demo", database.ConnectionString), ("Demo__Scale", "small"),
            ("Demo__StopWithStdin", "true"), ("ASPNETCORE_ENVIRONMENT", "Development"));
        using var client = await demo.ReadyAsync(Cancel);
        (await client.PostAsync($"/demo/acts/{act}", null, Cancel)).EnsureSuccessStatusCode();
        Assert.Equal(1, await FailureDemoApp.SessionsAsync(outside, act));

        if (killed)
        {
            demo.Kill();
        }
        else
        {
            await demo.StopAsync(Cancel);
        }

        await Eventually.TrueAsync(
            async () => await FailureDemoApp.SessionsAsync(outside, act) == 0, "its session is gone", Cancel);
    }

    [Fact]
    public async Task A_session_that_is_lost_ends_it_and_it_can_be_started_again()
    {
        await using var app = await FailureDemoApp.StartAsync(cluster);
        await app.StartDemoAsync("plain-refresh");
        await app.ExecuteAsync("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'PyConDemo act plain-refresh'
            """);
        await Eventually.TrueAsync(
            async () => !(await app.StateAsync("plain-refresh")).Running, "it has ended", Cancel);

        Assert.True((await app.StartDemoAsync("plain-refresh")).Running);
        Assert.Equal(1, await app.SessionsAsync("plain-refresh"));
    }

    [Fact]
    public async Task An_unknown_act_is_not_found()
    {
        await using var app = await FailureDemoApp.StartAsync(cluster);
        Assert.Equal(
            HttpStatusCode.NotFound, (await app.Client.PostAsync("/demo/acts/nothing", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.DeleteAsync("/demo/acts/nothing", Cancel)).StatusCode);
    }
}
