using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Checklist.Pipeline;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Pipeline;

/// <summary>A collector measures every request of real applications.</summary>
public sealed class HealthCollectorTests(TestDatabase db) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly TestRun _run = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finding_of_a_real_database_makes_the_run_fail()
    {
        var (collector, output) = _run.Create(o => o.GitHub = true);
        await using (var app = await Kestrel(collector))
            Assert.Equal("200", await app.Client.GetStringAsync("/names", Cancel));
        var error = await Assert.ThrowsAsync<UnhealthyException>(collector.CompleteAsync);
        var finding = Assert.Single(error.Findings);
        Assert.Equal((HealthRules.NPlusOne, "GET /names"), (finding.Rule, finding.Route));
        Assert.Matches("Server Health Checklist: requests 1, routes 1; findings: 1 new", output.ToString());
        Assert.Matches(
            @"::error file=tests/PyConDemo\.Checklist\.Tests/Pipeline/HealthCollectorTests\.cs,line=\d+,title=n-plus",
            output.ToString());
        await collector.DisposeAsync(); // it is completed, so this does not fail again
    }

    [Fact]
    public async Task Disposing_completes_the_collector()
    {
        var (collector, _) = _run.Create();
        await using (var app = await Kestrel(collector)) await app.Client.GetStringAsync("/names", Cancel);
        await Assert.ThrowsAsync<UnhealthyException>(async () => await collector.DisposeAsync());
    }

    [Fact]
    public async Task Hosts_share_a_collector_and_every_parallel_request_counts()
    {
        const int Requests = 200; // over the limit per second of `Always`
        var (collector, output) = _run.Create();
        await using (var kestrel = await Kestrel(collector))
        await using (var server = TestServer(collector))
        {
            await server.StartAsync(Cancel);
            using var client = server.GetTestClient();
            await Parallel.ForAsync(0, Requests, Cancel, async (n, cancellationToken) =>
            {
                await kestrel.Client.GetStringAsync($"/fine/{n}", cancellationToken);
                await client.GetStringAsync($"/other/{n}", cancellationToken);
            });
            await server.StopAsync(Cancel);
        }
        await collector.CompleteAsync();
        Assert.StartsWith(
            $"Server Health Checklist: requests {Requests * 2}, routes 2; findings: 0 new", output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_needs_no_checklist_and_its_answers_stay_as_they_are()
    {
        var (collector, output) = _run.Create();
        await using (var server = TestServer(collector))
        {
            await server.StartAsync(Cancel);
            using var client = server.GetTestClient();
            using var answer = await client.GetAsync("/other/1", Cancel);
            Assert.Empty(answer.Headers.Select(h => h.Key).Intersect(["Checklist-Request", "Server-Timing"]));
        }
        await collector.CompleteAsync();
        Assert.Contains("requests 1, routes 1;", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_measurement_still_gets_its_client_s_requests()
    {
        var (collector, _) = _run.Create();
        await using var app = await Kestrel(collector);
        await using var measurement = app.Checklist.Measure();
        await measurement.Track(app.Client).GetStringAsync("/names", Cancel);
        await Assert.ThrowsAsync<UnhealthyException>(measurement.AssertHealthyAsync);
        Assert.Single(measurement.Requests);
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_said()
    {
        var log = TestRun.Log();
        var (collector, output) = _run.Create();
        collector.Add(log);
        var first = RequestId.Next();
        log.Start(first);
        var completion = collector.CompleteAsync();
        Assert.False(completion.IsCompleted); // it waits
        log.Complete(first);
        await completion;
        Assert.DoesNotContain("had not ended", output.ToString(), StringComparison.Ordinal);
        log.Start(RequestId.Next());
        Assert.Equal(1, await log.WaitAllAsync(TimeSpan.FromMilliseconds(1), Cancel));
    }

    [Fact]
    public void Relative_paths_start_at_the_collector_s_source_file()
    {
        HealthCollectorOptions? seen = null;
        _ = new HealthCollector(o =>
        {
            o.Baseline = "baseline.json";
            seen = o;
        });
        Assert.True(File.Exists(Path.Combine(
            Path.GetDirectoryName(seen!.Baseline)!, $"{nameof(HealthCollectorTests)}.cs")), seen.Baseline);
    }

    public void Dispose() => _run.Dispose();

    // The application has the checklist itself, and is not in Development.
    private Task<TestApp> Kestrel(HealthCollector collector) => TestApp.Start(
        web =>
        {
            web.MapGet("/names", (Delegate)Names);
            web.MapGet("/fine/{id}", (int id) => id);
        },
        build: builder => builder.Services.AddHealthCollector(collector),
        environment: "Production");

    private static WebApplication TestServer(HealthCollector collector)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Services.AddHealthCollector(collector);
        var app = builder.Build();
        app.MapGet("/other/{id}", (int id) => id);
        return app;
    }

    private async Task<string> Names(HttpContext context)
    {
        for (var id = 1; id <= 200; id++)
        {
            await using var command = db.Source.CreateCommand("SELECT name FROM authors WHERE id = $1");
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteScalarAsync(context.RequestAborted);
        }
        return "200";
    }
}
