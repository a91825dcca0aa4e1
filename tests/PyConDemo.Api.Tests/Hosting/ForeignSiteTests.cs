using System.Net;
using System.Text;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>What a page of another site can do through the browser of somebody who runs the demo: nothing.</summary>
public sealed class ForeignSiteTests(SmallApp demo) : IClassFixture<SmallApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/demo/reset")]
    [InlineData("POST", "/demo/acts/held-snapshot")]
    [InlineData("DELETE", "/demo/acts/held-snapshot")]
    [InlineData("POST", "/demo/jobs/reset?pending=10")]
    [InlineData("POST", "/demo/reports/reset")]
    [InlineData("POST", "/demo/dashboard/refresh")]
    [InlineData("POST", "/demo/pass")]
    [InlineData("POST", "/bad/jobs/claim?batch=50")]
    [InlineData("POST", "/good/jobs/claim?batch=50")]
    [InlineData("POST", "/good/reports")]
    [InlineData("POST", "/hangfire/stats")]
    [InlineData("POST", "/health/live")]
    public async Task A_page_of_another_site_changes_nothing(string method, string path)
    {
        foreach (var origin in (string[])["http://evil.example", "null", "http://localhost:3000"])
        {
            using var answer = await SendAsync(method, path, ("Origin", origin));
            await AssertProblemAsync(HttpStatusCode.Forbidden, answer);
            AssertNoPermission(answer);
        }
    }

    [Theory]
    [InlineData("/ping")]
    [InlineData("/bad/posts")]
    [InlineData("/demo/patterns")]
    [InlineData("/hangfire")]
    [InlineData("/checklist")]
    [InlineData("/swagger/index.html")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/images/x")]
    [InlineData("/nothing")]
    public async Task A_name_that_points_here_reads_nothing(string path)
    {
        using var answer = await SendAsync("GET", path, ("Host", "<b>evil.example"), ("X-Forwarded-Host", "localhost"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var other = await SendAsync("GET", path, ("Host", "evil.example"), ("X-Forwarded-Host", "localhost"));
        var detail = await AssertProblemAsync(HttpStatusCode.BadRequest, other);
        Assert.Contains("Demo__AllowedHosts", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_come_by_address()
    {
        foreach (var path in (string[])["/health/live", "/health/ready"])
        {
            using var answer = await SendAsync("GET", path, ("Host", "10.0.0.7"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_preflight_gets_no_permission()
    {
        foreach (var path in (string[])["/demo/reset", "/good/reports", "/hangfire/stats"])
        {
            using var answer = await SendAsync("OPTIONS", path,
                ("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST"));
            AssertNoPermission(answer);
        }
    }

    [Theory]
    [InlineData("GET", "/ping", 200)]
    [InlineData("HEAD", "/checklist", 200)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/bad/posts?size=x", 400)] // by the exception handler, which removes all headers first
    [InlineData("POST", "/good/reports", 415)]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("GET", "/checklist", 200)]
    [InlineData("GET", "/hangfire", 200)]
    [InlineData("GET", "/swagger/index.html", 200)]
    [InlineData("GET", "/", 302)]
    public async Task Every_answer_has_the_headers(string method, string path, int status)
    {
        using var answer = await SendAsync(method, path);
        Assert.Equal(status, (int)answer.StatusCode);
        AssertHeaders(answer);
        using var refused = await SendAsync(method, path, ("Host", "evil.example"));
        AssertHeaders(refused);
    }

    /// <summary>The pages run no inline script. The checklist's page has no script at all.</summary>
    [Theory]
    [InlineData("/ping", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/checklist/routes", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/checklist", "default-src 'none'; style-src 'sha256-")]
    [InlineData("/hangfire", "default-src 'none'; script-src 'self'; connect-src 'self';")]
    [InlineData("/swagger/index.html", "default-src 'none'; script-src 'self'; connect-src 'self';")]
    public async Task Each_path_has_the_narrowest_policy(string path, string policy)
    {
        using var answer = await SendAsync("GET", path);
        var sent = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith(policy, sent, StringComparison.Ordinal);
    }

    private static void AssertNoPermission(HttpResponseMessage answer) => Assert.DoesNotContain(
        answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));

    private static void AssertHeaders(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
    }

    private static async Task<string> AssertProblemAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = demo.Client.BaseAddress,
        };
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (method == "POST") request.Content = new StringContent("x", Encoding.UTF8, "text/plain");
        return await client.SendAsync(request, Cancel);
    }
}
