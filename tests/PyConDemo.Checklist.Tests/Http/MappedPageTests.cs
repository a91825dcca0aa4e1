using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>The page as an endpoint of the application.</summary>
public sealed class MappedPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Authorization_of_the_application_protects_it()
    {
        await using var app = await Start(
            "Production", web => web.MapServerHealthChecklist().RequireAuthorization("key"));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Client.GetAsync("/checklist", Cancel)).StatusCode);
        app.Client.DefaultRequestHeaders.Add("X-Key", "yes");
        Assert.Contains("<h1>", await app.Client.GetStringAsync("/checklist", Cancel), StringComparison.Ordinal);
        var json = await app.Client.GetStringAsync("/checklist/routes", Cancel);
        Assert.Contains("\"version\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", HttpStatusCode.NotFound)]
    [InlineData("Development", HttpStatusCode.OK)]
    public async Task Without_authorization_it_answers_in_Development_only(string environment, HttpStatusCode status)
    {
        await using var app = await Start(environment, web => web.MapServerHealthChecklist());
        Assert.Equal(status, (await app.Client.GetAsync("/checklist", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Everyone_may_read_it_if_the_application_says_so()
    {
        await using var app = await Start("Production", web => web.MapServerHealthChecklist().AllowAnonymous());
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/checklist", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Reading_it_is_not_measured()
    {
        await using var app = await Start("Development", web => web.MapGroup("/ops").MapServerHealthChecklist());
        foreach (var path in (string[])["/ops/checklist", "/ops/checklist/routes", "/hello"])
            (await app.Client.GetAsync(path, Cancel)).EnsureSuccessStatusCode();
        await TestApp.WaitUntilAsync(() => app.Checklist.Routes.Count > 0);
        Assert.Equal("/hello", Assert.Single(app.Checklist.Routes).Route);
        // Links follow the address.
        var page = await app.Client.GetStringAsync("/ops/checklist", Cancel);
        Assert.Contains("href=\"/ops/checklist/routes\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_registration_is_named()
    {
        await using var app = WebApplication.CreateBuilder().Build();
        foreach (var call in (Action[])[() => app.UseServerHealthChecklist(), () => app.MapServerHealthChecklist()])
        {
            var error = Assert.Throws<InvalidOperationException>(call);
            Assert.Contains(
                "Call builder.Services.AddServerHealthChecklist()", error.Message, StringComparison.Ordinal);
        }
    }

    private static Task<TestApp> Start(string environment, Action<WebApplication> map) => TestApp.Start(
        web =>
        {
            web.UseAuthorization();
            web.MapGet("/hello", () => "hello");
            map(web);
        },
        options => options.Always = true,
        builder =>
        {
            builder.Services.AddAuthentication("none").AddCookie("none", o =>
                o.Events.OnRedirectToLogin = c =>
                {
                    c.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                });
            builder.Services.AddAuthorizationBuilder().AddPolicy("key", policy => policy.RequireAssertion(c =>
                c.Resource is HttpContext http && http.Request.Headers.ContainsKey("X-Key")));
        },
        environment);
}
