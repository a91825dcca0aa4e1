using System.Diagnostics;
using System.Net;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Diagnostics;

/// <summary>The program survives a lost database, and answers 503 until it is back.</summary>
public sealed class LostDatabaseTests(Cluster cluster, ITestOutputHelper output)
{
    // All other routes that use the database.
    private static readonly Lane[] Others =
    [
        new("", "GET", "/good/reports/1"),
        new("", "GET", "/good/reports/1/pdf"),
        new("", "POST", "/demo/reports/reset"),
        new("", "GET", "/demo/orders/cursor?row=1"),
        new("", "GET", "/good/dashboard/cached"),
        new("", "POST", "/demo/dashboard/refresh"),
        new("", "POST", "/demo/jobs/reset?pending=2000"),
        new("", "POST", "/demo/acts/held-snapshot"),
        new("", "POST", "/demo/reset"),
        new("", "GET", "/bystander"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_answers_503_meanwhile_and_again_soon_after()
    {
        await using var line = new CuttableLine(cluster.ConnectionString);
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, host =>
            host.UseSetting("ConnectionStrings:Demo", line.Over(host.GetSetting("ConnectionStrings:Demo")!)));
        using var client = app.CreateClient(
            new() { AllowAutoRedirect = false, BaseAddress = app.ClientOptions.BaseAddress });
        // Without the cached lane, which would answer from its cache. It is first called when the database is away.
        var lanes = AntiPatternCatalog.All
            .SelectMany(pattern => pattern.Ours())
            .Where(lane => lane.Name != "cached")
            .ToList();
        foreach (var lane in lanes)
        {
            Assert.True((await SendAsync(client, lane)).IsSuccessStatusCode, lane.Path);
        }

        await line.CutAsync();
        foreach (var lane in lanes.Concat(Others))
        {
            using var response = await SendAsync(client, lane);
            Assert.True(
                response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{lane.Path}: {(int)response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.NotNull(response.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/vitals", Cancel)).StatusCode);

        line.Mend();
        var watch = Stopwatch.StartNew();
        foreach (var lane in lanes.Concat(Others.Where(other => other.Method == "GET")))
        {
            await Eventually.TrueAsync(
                async () => (await SendAsync(client, lane)).StatusCode < HttpStatusCode.InternalServerError,
                $"{lane.Path} answers again", Cancel);
        }

        output.WriteLine(
            $"All routes answered {watch.Elapsed.TotalSeconds:F1} s after the database's return; the target is 5 s.");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5 * 5);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Lane lane)
    {
        using var request = lane.ToRequest();
        return await client.SendAsync(request, Cancel);
    }
}
