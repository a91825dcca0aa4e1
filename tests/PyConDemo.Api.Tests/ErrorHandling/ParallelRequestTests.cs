using System.Net.Http.Json;
using PyConDemo.Api.Tests.AntiPatterns.LongRequests;

namespace PyConDemo.Api.Tests.ErrorHandling;

/// <summary>Twenty requests at once to a route that changes data are all answered, and none with an error.</summary>
public sealed class ParallelRequestTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task None_of_twenty_requests_at_once_fails()
    {
        await using var database = await cluster.EmptyAsync();
        using var folder = new ScratchFolder();
        await using var app = await ReportApp.StartAsync(database, folder);
        string[][] groups =
        [
            ["POST /demo/dashboard/refresh"],
            ["POST /demo/jobs/reset?pending=500"],
            [
                "POST /demo/jobs/reset?pending=500", "POST /bad/jobs/claim", "POST /good/jobs/claim",
                "POST /good/jobs/claim/leased",
            ],
            ["POST /demo/reports/reset", "POST /good/reports", "POST /bad/reports"],
            ["POST /demo/acts/plain-refresh", "DELETE /demo/acts/plain-refresh"],
            ["POST /demo/acts/held-snapshot", "DELETE /demo/acts/held-snapshot", "POST /demo/dashboard/refresh"],
            ["POST /demo/reset", "POST /good/reports", "POST /demo/jobs/reset?pending=500"],
        ];
        foreach (var group in groups)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 20).Select(i => SendAsync(app.Client, group[i % group.Length])));
            Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 299));
        }
    }

    private static async Task<(string Line, int Status)> SendAsync(HttpClient client, string line)
    {
        var (method, path) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
        using var request = new HttpRequestMessage(new(method), path);
        if (path.EndsWith("/reports", StringComparison.Ordinal))
            request.Content = JsonContent.Create(new { month = "2025-03" });
        using var response = await client.SendAsync(request, Cancel);
        return (line, (int)response.StatusCode);
    }
}
