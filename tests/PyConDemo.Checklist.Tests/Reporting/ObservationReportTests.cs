using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>Tests every output of an observation, and that it is nowhere taken for a finding.</summary>
public sealed class ObservationReportTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static readonly RuleCase Sum = new(async c =>
    {
        await c.Read("SELECT id FROM orders WHERE status <> '<none>'");
        await c.Http.Response.WriteAsJsonAsync(new { total = 3 }, c.Cancel);
    })
    {
        Requests = 3,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_breaks_no_rule()
    {
        await using var app = await Start();
        using var _ = app.Record<long>("checklist.findings", out var findings);
        await using var measurement = app.Checklist.Measure("observed");
        measurement.Track(app.Client);
        var route = await ObservedRoute.CallAsync(app, Sum with { Requests = 5 });
        Assert.Equal(ObservationKinds.RowsNotSent, route.Observed().Kind);
        Assert.Equal(
            HealthRules.All.Select(rule => (rule, HealthState.Healthy)),
            route.Health.Rules.Select(r => (r.Rule, r.State)));
        await measurement.AssertHealthyAsync();
        Assert.Empty(findings);
        var (answer, vitals) = await app.MeasureAsync("/case");
        Assert.False(answer.Headers.Contains("Checklist-Findings"));
        Assert.Equal("rows-not-sent", (string?)Assert.Single(vitals["observations"]!.AsArray())!["kind"]);
    }

    [Fact]
    public async Task The_log_tells_it_once_when_it_is_a_habit_of_the_route()
    {
        var log = new WarningLog();
        await using var app = await Start(build: b => b.Logging.AddProvider(log));
        await ObservedRoute.CallAsync(app, Sum with { Requests = 2 });
        Assert.Empty(log.Information);
        await ObservedRoute.CallAsync(app, Sum with { Requests = 2 });
        var line = Assert.Single(log.Information);
        Assert.StartsWith(
            "Server Health Checklist, also seen at GET /case: rows-not-sent: The request read", line,
            StringComparison.Ordinal);
        Assert.Contains("source: RuleCase.cs:", line, StringComparison.Ordinal);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task The_page_and_its_JSON_have_it_apart_from_the_rules()
    {
        await using var app = await Start();
        await ObservedRoute.CallAsync(app, Sum);
        var page = await app.Client.GetStringAsync("/checklist", Cancel);
        Assert.Contains("""colspan="6">The six rules</th>""", page, StringComparison.Ordinal);
        Assert.Contains("No rule</th></tr>", page, StringComparison.Ordinal);
        Assert.Contains(
            """<a href="#rows-not-sent-GET-%2Fcase">rows-not-sent</a> <small>30,000 rows</small>""", page,
            StringComparison.Ordinal);
        Assert.Contains("""<article class="seen" id="rows-not-sent-GET-/case">""", page, StringComparison.Ordinal);
        Assert.Contains("<b>0</b> of 1 route with findings", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Findings", page, StringComparison.Ordinal);

        var json = JsonNode.Parse(
            await app.Client.GetStringAsync("/checklist/routes", Cancel))!["routes"]![0]!;
        Assert.Equal(6, json["rules"]!.AsArray().Count);
        var observation = Assert.Single(json["observations"]!.AsArray())!.AsObject();
        Assert.Equal(
            ["kind", "what", "amount", "unit", "statement", "source", "fix"], observation.Select(field => field.Key));
        Assert.Equal(30_000, (double)observation["amount"]!);
        Assert.Equal("SELECT id FROM orders WHERE status <> ?", (string?)observation["statement"]);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var app = await Start(o => o.Rules.Observations = new() { Enabled = false });
        Assert.Empty((await ObservedRoute.CallAsync(app, Sum)).Requests.SelectMany(r => r.Observations));
    }

    [Fact]
    public async Task It_can_be_switched_off_for_a_route()
    {
        await using var app = await Start(o => o.ForRoute(
            "/case", rules => rules with { Observations = rules.Observations with { Enabled = false } }));
        Assert.Empty((await ObservedRoute.CallAsync(app, Sum)).Requests.SelectMany(r => r.Observations));
    }

    private Task<TestApp> Start(
        Action<ServerHealthChecklistOptions>? options = null, Action<WebApplicationBuilder>? build = null)
        => TestApp.Start(
            web => web.MapGet("/case", (HttpContext http) => Sum.Handle(new(db, http, Number: 0))), options, build);
}
