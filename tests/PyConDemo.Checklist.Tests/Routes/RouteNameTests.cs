using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Routes;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Sql;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Routes;

/// <summary>Requests are counted by the name that people give to the route.</summary>
public sealed class RouteNameTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    // conventional routes: one name per action
    [InlineData("/Reports/Fine", "/Reports/Fine/{id?}")]
    [InlineData("/reports/fine/5", "/Reports/Fine/{id?}")]
    [InlineData("/Reports", "/Reports/Index/{id?}")]
    [InlineData("/", "/Reports/Index/{id?}")]
    [InlineData("/Admin/AdminReports/Fine", "/Admin/AdminReports/Fine")]
    [InlineData("/archive/2026", "/archive/{year}")]
    // attribute routes
    [InlineData("/api/orders/7", "/api/Orders/{id:int}")]
    // minimal APIs
    [InlineData("/shop/items/3", "/shop/items/{id:int}")]
    [InlineData("/SHOP/items/3/", "/shop/items/{id:int}")]
    [InlineData("/shop", "/shop")]
    [InlineData("/health", "/health")]
    // requests without an endpoint
    [InlineData("/files/123.pdf", "/files/{n}.pdf")]
    [InlineData("/files/", "/files")]
    // the endpoint that did the work, not the error page
    [InlineData("/broken", "/broken")]
    public async Task A_route_has_the_name_that_people_use(string path, string name)
    {
        await using var app = await Start();
        using var answer = await app.Client.GetAsync(path, Cancel);
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count > 0);
        Assert.Equal($"GET {name}", Assert.Single(app.Checklist.Routes.Select(r => $"{r.Method} {r.Route}")));
    }

    [Theory]
    [InlineData("/orders", "/orders")]
    [InlineData("/unknown/12", "/unknown/{n}")]
    public async Task A_page_for_status_codes_does_not_take_the_name(string path, string name)
    {
        await using var app = await TestApp.Start(
            web =>
            {
                web.UseStatusCodePagesWithReExecute("/status");
                web.MapGet("/status", () => "sorry");
                web.MapGet("/orders", () => Results.NotFound());
            },
            options => options.Always = true);
        (await app.Client.GetAsync(path, Cancel)).Dispose();
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count > 0);
        Assert.Equal(name, Assert.Single(app.Checklist.Routes).Route);
    }

    [Fact]
    public async Task A_request_is_routed_after_its_measurement_began()
    {
        string? name = null;
        await using var app = await TestApp.Start(
            web =>
            {
                web.UseExceptionHandler();
                web.UseRouting();
                web.MapGet("/orders/{key}", (string key) =>
                {
                    var recorder = Recorder.Current.Value!;
                    recorder.FindCallSite(new(SqlShape.Get("SELECT 1")));
                    name = recorder.DisplayName;
                    return key.Length > 1 ? key : throw new InvalidOperationException("on purpose");
                });
            },
            options => options.Always = true,
            builder => builder.Services.AddProblemDetails());
        foreach (var path in (string[])["/orders/new", "/orders/x"])
        {
            (await app.Client.GetAsync(path, Cancel)).Dispose();
            Assert.StartsWith("GET /orders/{key} (", name, StringComparison.Ordinal);
        }
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 2);
        Assert.Equal(["/orders/{key}"], app.Checklist.Routes.Select(r => r.Route));
        Assert.Equal([200, 500], app.Checklist.Requests.Select(r => r.Status).Order());
    }

    [Fact]
    public async Task Another_action_s_finding_is_not_answered()
    {
        await using var app = await Start();
        await app.Client.GetStringAsync("/Reports/Export", Cancel);
        await app.Client.GetStringAsync("/Reports/Fine", Cancel);
        // A route is there a moment before its results.
        await TestApp.WaitUntilAsync(() => app.Checklist.Routes.Count(r => State(r) != HealthState.NotSeen) == 2);
        Assert.Equal([HealthState.Suppressed, HealthState.Healthy], app.Checklist.Routes.Select(State));

        static HealthState State(Checklist.Reporting.RouteHealth route)
            => route.Rules.Single(r => r.Rule == HealthRules.FatPayloads).State;
    }

    [Fact]
    public async Task A_controller_s_attribute_counts_for_its_actions()
    {
        await using var app = await Start();
        await app.Client.GetStringAsync("/Admin/AdminReports/Fine", Cancel);
        RuleResult? result = null;
        await TestApp.WaitUntilAsync(() =>
        {
            result = app.Checklist.Routes is [var route] ? route.Rules.Single(r => r.Rule == HealthRules.NPlusOne) : null;
            return result is { State: not HealthState.NotSeen };
        });
        Assert.Equal((HealthState.Suppressed, "only for us"), (result!.State, result.Note));
    }

    [Fact]
    public async Task Static_assets_share_a_name()
    {
        var manifest = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            manifest, $$"""{"Version": 1, "Endpoints": [{{Asset("a.css")}}, {{Asset("b.css")}}]}""", Cancel);
        await using var app = await TestApp.Start(web => web.MapStaticAssets(manifest), o => o.Always = true);
        foreach (var file in (string[])["a.css", "b.css"]) (await app.Client.GetAsync(file, Cancel)).Dispose();
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 2);
        Assert.Equal("(static assets)", Assert.Single(app.Checklist.Routes).Route);
        File.Delete(manifest);

        static string Asset(string file) => $$"""
            {
              "Route": "{{file}}", "AssetFile": "{{file}}", "Selectors": [], "EndpointProperties": [],
              "ResponseHeaders": [
                {"Name": "ETag", "Value": "\"1\""}, {"Name": "Content-Length", "Value": "1"},
                {"Name": "Content-Type", "Value": "text/css"},
                {"Name": "Last-Modified", "Value": "Sat, 28 Nov 2026 09:00:00 GMT"}
              ]
            }
            """;
    }

    [Fact]
    public async Task Unknown_methods_share_a_name()
    {
        await using var app = await Start();
        foreach (var method in (string[])["BREW", "WHEN"])
            (await app.Client.SendAsync(new(new(method), "/files"), Cancel)).Dispose();
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 2);
        Assert.Equal(("OTHER", 2), Assert.Single(app.Checklist.Routes.Select(r => (r.Method, (int)r.Requests))));
    }

    [Theory]
    [InlineData("Orders/Edit/{id?}", "/Orders/Edit", null, "/Orders/Edit/{id?}")]
    [InlineData("Orders/Index", "/Orders/Index", null, "/Orders/Index")]
    [InlineData("Orders", "/Orders/Index", null, "/Orders/Index")]
    [InlineData("", "/Index", null, "/Index")]
    [InlineData("Admin/Orders/{id:int}", "/Orders/Index", "Admin", "/Admin/Orders/Index/{id}")]
    [InlineData("buy/{id}", "/Orders/Edit", null, "/buy/{id}")] // `@page "/buy/{id}"`
    public void A_Razor_page_has_the_name_of_its_file(string pattern, string page, string? area, string name)
    {
        var action = new PageActionDescriptor { ViewEnginePath = page, AreaName = area };
        var endpoint = new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), order: 0, new(action), displayName: null);
        var route = RouteName.Of(endpoint)!;
        Assert.Equal(name, route.Text);
        Assert.True(RouteReference.Parse(pattern).Matches("GET", route));
        Assert.True(RouteReference.Parse(name).Matches("GET", route));
    }

    [Fact]
    public void A_dynamic_route_s_action_has_the_name_of_its_controller()
    {
        var action = new PageActionDescriptor { ViewEnginePath = "/Orders/Edit" };
        Assert.Equal("/Orders/Edit", RouteName.Of(new(null, new(action), null))!.Text);
        Assert.Null(RouteName.Of(new(null, EndpointMetadataCollection.Empty, "405 HTTP Method Not Supported")));
    }

    private static Task<TestApp> Start() => TestApp.Start(
        web =>
        {
            web.UseExceptionHandler("/error");
            web.MapControllerRoute("archive", "archive/{year}", new { controller = "Reports", action = "Fine" });
            web.MapAreaControllerRoute("admin", "Admin", "Admin/{controller}/{action}");
            web.MapControllerRoute("default", "{controller=Reports}/{action=Index}/{id?}");
            var shop = web.MapGroup("").MapGroup("/shop");
            shop.MapGet("", () => "shop");
            shop.MapGet("/items/{id:int}", (int id) => id);
            web.MapHealthChecks("/health");
            web.MapGet("/broken", string () => throw new InvalidOperationException("on purpose"));
            web.MapGet("/error", () => "sorry");
        },
        options => options.Always = true,
        builder =>
        {
            builder.Services.AddHealthChecks();
            builder.Services.AddControllers().AddApplicationPart(typeof(RouteNameTests).Assembly);
        });
}
