using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Pipeline;

/// <summary>With `Raise`, a finding makes a request fail.</summary>
public sealed class RaiseTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("empty")]
    [InlineData("start")]
    [InlineData("pipe")]
    [InlineData("complete")]
    [InlineData("file")]
    public async Task A_finding_before_the_answer_is_status_500_with_the_evidence(string answer)
    {
        await using var app = await Start(answer);
        using var response = await app.Client.GetAsync("/case", Cancel);
        Assert.Equal(
            (HttpStatusCode.InternalServerError, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        Assert.Contains("n-plus-one: One statement was sent 30 times", (string)problem["detail"]!, Ordinal);
        await TestApp.WaitUntilAsync(() => app.Checklist.Routes.Count > 0);
        Assert.Equal(HealthState.Unhealthy, app.Checklist.Routes[0].Rules[2].State); // it is also in the results
    }

    [Fact]
    public async Task It_works_on_a_test_server_too()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Development" });
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Services.AddServerHealthChecklist(o => o.Raise = true);
        await using var app = builder.Build();
        app.UseServerHealthChecklist();
        app.MapGet("/case", context => Answer(context, "json", count: 30));
        await app.StartAsync(Cancel);
        using var client = app.GetTestClient();
        using var response = await client.GetAsync("/case", Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("sent 30 times", await response.Content.ReadAsStringAsync(Cancel), Ordinal);
    }

    [Fact]
    public async Task A_healthy_request_is_answered()
    {
        await using var app = await Start("text", count: 2);
        Assert.Equal("the answer", await app.Client.GetStringAsync("/case", Cancel));
    }

    [Fact]
    public async Task A_suppressed_rule_does_not_raise()
    {
        await using var app = await Start("text", options: o => o.Suppress("/case", HealthRules.NPlusOne, "a test"));
        Assert.Equal("the answer", await app.Client.GetStringAsync("/case", Cancel));
    }

    [Fact]
    public async Task The_program_s_own_error_handler_gets_the_exception()
    {
        await using var app = await Start("text", use: web => web.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (UnhealthyRequestException error)
            {
                await context.Response.WriteAsync($"handled: {error.Findings[0].Rule}");
            }
        }));
        Assert.Equal("handled: n-plus-one", await app.Client.GetStringAsync("/case", Cancel));
    }

    [Fact]
    public async Task A_program_s_own_error_is_not_hidden()
    {
        await using var app = await Start("error");
        using var response = await app.Client.GetAsync("/case", Cancel);
        Assert.Equal(
            (HttpStatusCode.NotFound, "its own"),
            (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task A_finding_that_is_known_only_after_the_answer_is_logged_as_an_error()
    {
        using var log = new WarningLog();
        await using var app = await TestApp.Start(
            web => web.MapGet("/file", () => new { image = File }),
            o => o.Raise = true,
            builder => builder.Logging.AddProvider(log));
        await app.Client.GetStringAsync("/file", Cancel); // it is answered
        await TestApp.WaitUntilAsync(() => log.Errors.Count > 0);
        Assert.Contains("fat-payloads", Assert.Single(log.Errors), Ordinal);
        Assert.Empty(log.Warnings);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_it_stops_the_start(string environment)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestApp.Start(_ => { }, o => o.Raise = true, environment: environment));
        Assert.Contains($"The environment is {environment}.", Assert.Single(error.Failures), Ordinal);
    }

    [Fact]
    public async Task A_test_run_with_a_collector_can_raise_everywhere()
    {
        using var run = new TestRun();
        var (collector, _) = run.Create();
        await using (var app = await TestApp.Start(
            web => web.MapGet("/case", context => Answer(context, "text", count: 30)),
            o => o.Raise = true,
            builder => builder.Services.AddHealthCollector(collector),
            "Production"))
        {
            using var response = await app.Client.GetAsync("/case", Cancel);
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }
        await Assert.ThrowsAsync<UnhealthyException>(collector.CompleteAsync);
    }

    private static readonly string File = Convert.ToBase64String([0x89, .. "PNG"u8, .. new byte[9_999]]);

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private Task<TestApp> Start(
        string answer, int count = 30, Action<WebApplication>? use = null,
        Action<Checklist.Settings.ServerHealthChecklistOptions>? options = null) => TestApp.Start(
        web =>
        {
            use?.Invoke(web);
            web.MapGet("/case", context => Answer(context, answer, count));
        },
        o =>
        {
            o.Raise = true;
            options?.Invoke(o);
        });

    private async Task Answer(HttpContext context, string answer, int count)
    {
        for (var id = 1; id <= count; id++)
        {
            await using var command = db.Source.CreateCommand("SELECT name FROM authors WHERE id = $1");
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteScalarAsync(Cancel);
        }
        switch (answer)
        {
            case "text": await context.Response.WriteAsync("the answer"); break;
            case "json": await context.Response.WriteAsJsonAsync("the answer"); break;
            case "start": await context.Response.StartAsync(); break;
            case "complete": await context.Response.CompleteAsync(); break;
            case "file": await context.Response.SendFileAsync(typeof(RaiseTests).Assembly.Location); break;
            case "pipe":
                context.Response.BodyWriter.GetSpan(10)[..10].Fill((byte)'x');
                context.Response.BodyWriter.Advance(10);
                await context.Response.BodyWriter.FlushAsync();
                break;
            case "error":
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsync("its own");
                break;
        }
    }
}
