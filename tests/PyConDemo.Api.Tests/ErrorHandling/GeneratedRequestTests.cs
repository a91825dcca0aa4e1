using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;
using PyConDemo.Testing.GeneratedRequests;

namespace PyConDemo.Api.Tests.ErrorHandling;

/// <summary>No request gets a status that the OpenAPI document doesn't list, or an error that is no problem+json.
/// </summary>
public sealed class GeneratedRequestTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["slug"] = ["n-plus-one", "row-locking", "nope"],
        ["act"] = ["held-snapshot", "plain-refresh", "nope"],
        ["id"] = [.. Enumerable.Range(1, 100).Select(id => $"{id}")],
        ["body"] = ["""{"month":"2025-03"}""", """{"month":"2025-04"}"""],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_is_one_that_the_document_lists()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, host =>
        {
            host.UseSetting("Reports:MaxQueued", "5").UseSetting("Logging:LogLevel:Default", "Critical");
            host.ConfigureTestServices(services => services.AddSingleton<IReportRenderer>(new BlankRenderer()));
        });
        using var client = app.CreateClient();
        var cursor = (await client.GetFromJsonAsync<CursorResponse>("/demo/orders/cursor?row=100", Cancel))!.Cursor;
        var products = await client.GetFromJsonAsync<FatPayloadsResult<ProductItem>>("/good/products?size=1", Cancel);
        var hash = products!.Products[0].ImageUrl.Split('/')[^1];
        var examples = new Dictionary<string, string[]>(Examples)
        {
            ["after"] = [cursor],
            ["cursor"] = [cursor],
            ["hash"] = [hash, new string('0', 64), new string('F', 64)],
        };
        var run = new GeneratedRequestRun(
            client.BaseAddress!, examples,
            costly:
            [
                "/demo/pass", "/demo/reset", "/demo/jobs/reset", "/demo/dashboard/refresh", "/demo/acts/{act}",
                "/demo/reports/reset", // it removes the reports that other requests read
            ]);

        var watch = Stopwatch.StartNew();
        await run.SendAsync(GeneratedRequestRun.Count, Cancel);
        output.WriteLine($"{GeneratedRequestRun.Count} requests in {watch.Elapsed.TotalSeconds:F0} s\n{run.Summary}");

        Assert.True(run.Faults.Count == 0, $"{run.Faults.Count} faults:\n{string.Join('\n', run.Faults.Take(50))}");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ping", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/good/orders", Cancel)).StatusCode);
    }

    /// <summary>The reports' pages are not part of this test.</summary>
    private sealed class BlankRenderer : IReportRenderer
    {
        public byte[] Render(ReportDocument document) => [.. "%PDF-1.4"u8];
    }
}
