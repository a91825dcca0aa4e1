using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>Findings have times, and the results can be reset.</summary>
public sealed class ResetTests : IDisposable
{
    private static readonly string File =
        Convert.ToBase64String([0x89, .. "PNG"u8, .. Enumerable.Range(0, 9_999).Select(n => (byte)(n * 7))]);

    private readonly FakeTimeProvider _clock = new(new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));
    private readonly WarningLog _log = new();
    private int _requests;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_JSON_and_the_page_tell_when_and_how_often()
    {
        await using var app = await Start();
        await SendAsync(app);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await SendAsync(app);
        await SendAsync(app, "/file?lean=true");
        var json = JsonNode.Parse(await app.Client.GetStringAsync("/checklist/routes", Cancel))!;
        var rule = json["routes"]![0]!["rules"]!.AsArray().Single(r => (string?)r!["rule"] == "fat-payloads")!;
        Assert.Equal(
            ("unhealthy", "2026-11-28T09:00:00+00:00", "2026-11-28T09:05:00+00:00", 2),
            ((string)rule["state"]!, (string)rule["firstSeen"]!, (string)rule["lastSeen"]!, (int)rule["requests"]!));
        Assert.Contains(
            "2 requests showed it: <time>2026-11-28 09:00:00 UTC</time> to <time>2026-11-28 09:05:00 UTC</time>.",
            await app.Client.GetStringAsync("/checklist", Cancel),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_reset_nothing_is_known_and_a_finding_is_new()
    {
        await using var app = await Start();
        await SendAsync(app);
        await SendAsync(app);
        Assert.Single(_log.Warnings);
        app.Checklist.Reset();
        Assert.Empty(app.Checklist.Routes);
        Assert.Empty(app.Checklist.Requests);
        _requests = 0;
        await SendAsync(app);
        Assert.Equal(2, _log.Warnings.Count);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.SeeOther)] // a program
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.SeeOther)] // the page's button
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task Only_the_page_and_programs_can_reset(string? header, string? value, HttpStatusCode status)
    {
        await using var app = await Start();
        await SendAsync(app);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/checklist/reset");
        if (header is not null) post.Headers.Add(header, value);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        client.BaseAddress = app.Client.BaseAddress;
        using var answer = await client.SendAsync(post, Cancel);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.SeeOther) Assert.Equal("/checklist", answer.Headers.Location!.OriginalString);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(status == HttpStatusCode.Forbidden, text.Contains("own button", StringComparison.Ordinal));
        Assert.Equal(status == HttpStatusCode.SeeOther ? 0 : 1, app.Checklist.Routes.Count);
    }

    [Fact]
    public async Task A_link_can_not_reset()
    {
        await using var app = await Start();
        using var answer = await app.Client.GetAsync("/checklist/reset", Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Who_may_not_read_may_not_reset()
    {
        await using var app = await Start("Production");
        await SendAsync(app);
        using var answer = await app.Client.PostAsync("/checklist/reset", content: null, Cancel);
        Assert.Equal((HttpStatusCode.NotFound, 1), (answer.StatusCode, app.Checklist.Routes.Count));
    }

    public void Dispose() => _log.Dispose();

    private async Task SendAsync(TestApp app, string path = "/file")
    {
        await app.Client.GetStringAsync(path, Cancel);
        _requests++;
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == _requests);
    }

    private Task<TestApp> Start(string environment = "Development") => TestApp.Start(
        web => web.MapGet("/file", (bool lean = false) => new { image = lean ? "" : File }),
        options => options.Always = true,
        builder =>
        {
            builder.Services.AddSingleton(new OwnClock(_clock));
            builder.Logging.AddProvider(_log);
        },
        environment);
}
