using System.Text;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;
using PyConDemo.Checklist;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>
/// The checklist finds exactly its own anti-pattern in each bad lane, and none in each good lane and each next step.
/// </summary>
public sealed class TruthTableTests(Cluster cluster)
{
    // The rule about long requests takes the median of five, and ignores a process's first requests.
    private const int Requests = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_lane_and_six_rules()
    {
        await using var app = await DemoApp.StartAsync(
            cluster, DemoScale.Medium, host => host.ConfigureTestServices(RenderClock.Use));
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Checklist", "on");
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        var checklist = app.Services.GetRequiredService<IServerHealthChecklist>();

        var table = new StringBuilder();
        foreach (var pattern in AntiPatternCatalog.All)
        {
            foreach (var lane in pattern.Ours())
            {
                var route = lane.Path.Split('?')[0];
                for (var request = 0; request < Requests; request++)
                {
                    await SendAsync(client, lane);
                }

                string[] expected = lane.Name == "bad" ? [pattern.Slug] : [];
                try
                {
                    // A plan is read in the background, so the result may come a moment after the response.
                    await Eventually.TrueAsync(
                        () => Task.FromResult(Broken(checklist, route).SequenceEqual(expected)), route, Cancel);
                }
                catch (Xunit.Sdk.XunitException)
                {
                    table.AppendLine(
                        $"{route}: expected [{string.Join(", ", expected)}], found {Findings(checklist, route)}");
                }
            }
        }

        Assert.True(table.Length == 0, table.ToString());
    }

    private static IEnumerable<string> Broken(IServerHealthChecklist checklist, string route)
        => Results(checklist, route)
            .Where(result => result.State == HealthState.Unhealthy)
            .Select(result => result.Rule);

    private static string Findings(IServerHealthChecklist checklist, string route)
        => string.Join(
            "; ",
            Results(checklist, route).Select(result => $"{result.Rule} {result.State} {result.Finding} {result.Note}"));

    private static IReadOnlyList<RuleResult> Results(IServerHealthChecklist checklist, string route)
        => checklist.Routes.SingleOrDefault(health => health.Route == route)?.Rules ?? [];

    private static async Task SendAsync(HttpClient client, Lane lane)
    {
        using var request = lane.ToRequest();
        using var response = await client.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{lane.Path}: {(int)response.StatusCode}");
    }
}
