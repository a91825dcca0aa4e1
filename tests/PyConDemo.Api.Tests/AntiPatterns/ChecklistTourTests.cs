using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.TestHost;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>
/// After one tour the checklist's page has all lanes: each bad one is red in its own column only, and each good one is
/// green in all. A report may aggregate, because it is computed once.
/// </summary>
public sealed partial class ChecklistTourTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Dictionary<string, string[]> Expected { get; } = AntiPatternCatalog.All
        .SelectMany(pattern => pattern.Pair().Select(lane => (Lane: lane, pattern.Slug)))
        .ToDictionary(
            x => $"{x.Lane.Method} {x.Lane.Path.Split('?')[0]}",
            x => HealthRules.All.Select(rule => Cell(x.Lane, x.Slug, rule)).ToArray());

    private static string Cell(Lane lane, string slug, string rule)
    {
        if (lane.Name == "bad" && rule == slug) return "broken";
        return lane.Path == "/bad/reports" && rule == HealthRules.HotAggregations ? "unseen suppressed" : "kept";
    }

    [Fact]
    public async Task One_pass_fills_the_board()
    {
        await using var app = await DemoApp.StartAsync(
            cluster, DemoScale.Medium, host => host.ConfigureTestServices(RenderClock.Use));
        using var client = app.CreateClient();

        using var page = await client.PostAsync("/demo/pass", content: null, Cancel); // followed to the page
        Assert.Equal("/checklist", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(Expected, Cells(await page.Content.ReadAsStringAsync(Cancel)));

        var json = await client.GetFromJsonAsync<JsonElement>("/checklist/routes", Cancel);
        Assert.Equal(Expected, json.GetProperty("routes").EnumerateArray().ToDictionary(
            route => $"{route.GetProperty("method")} {route.GetProperty("route")}",
            route => route.GetProperty("rules").EnumerateArray()
                .Select(rule => State($"{rule.GetProperty("state")}")).ToArray()));
    }

    private static Dictionary<string, string[]> Cells(string html) => Row().Matches(html).ToDictionary(
        row => $"{row.Groups["method"]} {row.Groups["route"]}",
        row => CellHtml().Matches(row.Value).Select(cell => cell.Groups["state"].Value).ToArray());

    private static string State(string json) => json switch
    {
        "healthy" => "kept",
        "unhealthy" => "broken",
        "silenced" => "unseen suppressed",
        _ => json,
    };

    [GeneratedRegex("""<tr><th scope="row"><span>(?<method>\w+)</span> (?<route>[^<]+)</th>.*</tr>""")]
    private static partial Regex Row();

    [GeneratedRegex("""<td class="(?<state>kept|broken|unseen[^"]*)"[^>]*>""")]
    private static partial Regex CellHtml();
}
