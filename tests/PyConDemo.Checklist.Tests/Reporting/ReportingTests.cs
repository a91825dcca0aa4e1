using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>Tests every output of a finding, and that each can be switched off.</summary>
public sealed class ReportingTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_header_names_what_is_proven_when_it_leaves()
    {
        await using var app = await TestApp.Start(Routes);
        var (answer, _) = await app.MeasureAsync("/lookups");
        Assert.Equal(["n-plus-one"], answer.Headers.GetValues("Checklist-Findings"));
        var (healthy, _) = await app.MeasureAsync("/lean");
        Assert.False(healthy.Headers.Contains("Checklist-Findings"));
    }

    [Fact]
    public async Task The_header_names_what_earlier_requests_proved_by_their_bodies()
    {
        await using var app = await TestApp.Start(Routes);
        var (first, _) = await app.MeasureAsync("/fat");
        Assert.False(first.Headers.Contains("Checklist-Findings"));
        var (second, _) = await app.MeasureAsync("/fat");
        Assert.Equal(["fat-payloads"], second.Headers.GetValues("Checklist-Findings"));
    }

    [Fact]
    public async Task The_log_warns_once_per_route_and_rule()
    {
        var log = new WarningLog();
        await using var app = await TestApp.Start(Routes, build: b => b.Logging.AddProvider(log));
        for (var i = 0; i < 3; i++) await app.MeasureAsync("/lookups");
        var warning = Assert.Single(log.Warnings);
        Assert.Contains(
            "n-plus-one: One statement was sent 10 times with different parameters.",
            warning,
            StringComparison.Ordinal);
        Assert.Contains("where: GET /lookups", warning, StringComparison.Ordinal);
        Assert.Contains("fix: ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_count_findings_commands_and_rows()
    {
        await using var app = await TestApp.Start(Routes);
        var counted = app.Record<long>("checklist.findings", out var findings);
        using var _ = counted;
        using var __ = app.Record<long>("checklist.request.commands", out var commands);
        using var ___ = app.Record<long>("checklist.request.rows", out var rows);
        await app.MeasureAsync("/lookups");
        await app.MeasureAsync("/lookups");
        Assert.Equal(2, findings.Count);
        Assert.Equal("n-plus-one", findings[0].Tags["checklist.rule"]);
        Assert.Equal("/lookups", findings[0].Tags["http.route"]);
        Assert.Equal("GET", findings[0].Tags["http.request.method"]);
        Assert.Equal([10, 10], commands.Select(c => c.Value));
        Assert.Equal([10, 10], rows.Select(r => r.Value));
    }

    [Fact]
    public async Task A_finding_is_an_event_on_the_request_s_span()
    {
        var events = new List<ActivityEvent>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => { lock (events) events.AddRange(a.Events.Where(IsOurs)); },
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await TestApp.Start(Routes);
        await app.MeasureAsync("/lookups");
        await TestApp.WaitUntilAsync(() => { lock (events) return events.Count > 0; });
        var tags = events[0].Tags.ToDictionary();
        Assert.Equal("n-plus-one", tags["checklist.rule"]);
        Assert.Equal("SELECT name FROM authors WHERE id = ?", tags["db.query.text"]);
        Assert.Equal("ReportingTests.Lookups", tags["code.function.name"]);

        // The listener also receives the requests of other test classes.
        static bool IsOurs(ActivityEvent e)
            => e.Name == "checklist.finding" && e.Tags.Contains(new("code.file.path", "ReportingTests.cs"));
    }

    [Fact]
    public async Task The_page_has_a_row_per_route_as_a_page_and_as_JSON()
    {
        await using var app = await TestApp.Start(Routes);
        foreach (var path in (string[])["/lookups", "/lean", "/fat", "/excused"]) await app.MeasureAsync(path);

        var page = await app.Client.GetStringAsync("/checklist", Cancel);
        Assert.Contains("GET /lookups", page, StringComparison.Ordinal);
        Assert.Contains("10 <small>commands</small>", page, StringComparison.Ordinal);
        Assert.Contains("suppressed: an export &lt;for&gt; one customer", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);

        var json = JsonNode.Parse(await app.Client.GetStringAsync("/checklist/routes", Cancel))!;
        Assert.Equal(1, (int)json["version"]!);
        var states = json["routes"]!.AsArray().ToDictionary(
            r => (string)r!["route"]!,
            r => r!["rules"]!.AsArray().ToDictionary(x => (string)x!["rule"]!, x => (string)x!["state"]!));
        Assert.Equal("unhealthy", states["/lookups"]["n-plus-one"]);
        Assert.Equal("healthy", states["/lean"]["n-plus-one"]);
        Assert.Equal("unhealthy", states["/fat"]["fat-payloads"]);
        Assert.Equal("silenced", states["/excused"]["n-plus-one"]);
        Assert.Equal("notSeen", states["/lean"]["long-requests"]);
    }

    [Fact]
    public async Task Everything_can_be_switched_off()
    {
        var log = new WarningLog();
        await using var app = await TestApp.Start(Routes,
            o => o.ServerTiming = o.FindingsHeader = o.Log = o.Metrics = o.SpanEvents = o.Page = false,
            b => b.Logging.AddProvider(log));
        using var _ = app.Record<long>("checklist.findings", out var findings);
        var (answer, _) = await app.MeasureAsync("/lookups");
        Assert.False(answer.Headers.Contains("Server-Timing") || answer.Headers.Contains("Checklist-Findings"));
        Assert.Empty(log.Warnings);
        Assert.Empty(findings);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/checklist", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Outside_Development_a_policy_opens_the_page()
    {
        await using var app = await TestApp.Start(Routes, o => o.Policy = "operators", b =>
        {
            b.Services.AddAuthentication();
            b.Services.AddAuthorizationBuilder().AddPolicy("operators", p => p.RequireAssertion(c =>
                (c.Resource as HttpContext)?.Request.Headers.ContainsKey("X-Operator") == true));
        }, "Production");
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/checklist", Cancel)).StatusCode);
        app.Client.DefaultRequestHeaders.Add("X-Operator", "yes");
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/checklist", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("n-plus-none", "a reason")]
    [InlineData("n-plus-one", " ")]
    public void A_silence_needs_a_rule_and_a_reason(string rule, string reason)
        => Assert.Throws<ArgumentException>(() => new ServerHealthChecklistOptions().Suppress("/", rule, reason));

    private void Routes(WebApplication web)
    {
        web.MapGet("/lookups", Lookups);
        web.MapGet("/excused", Lookups).SuppressHealthRule(HealthRules.NPlusOne, "an export <for> one customer");
        web.MapGet(
            "/lean",
            async () =>
            {
                await using var one = db.Source.CreateCommand("SELECT 1");
                return await one.ExecuteScalarAsync();
            });
        web.MapGet(
            "/fat",
            () => new { image = Convert.ToBase64String([0x89, .. "PNG"u8, .. new byte[9_999]]) });
    }

    private async Task Lookups()
    {
        for (var id = 1; id <= 10; id++)
        {
            await using var command = db.Source.CreateCommand("SELECT name FROM authors WHERE id = $1");
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteScalarAsync();
        }
    }
}
