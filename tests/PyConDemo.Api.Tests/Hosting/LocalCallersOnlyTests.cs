using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class LocalCallersOnlyTests(Cluster cluster)
{
    private const string Key = "correct horse battery: staple";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> DevelopmentRoutes => new()
    {
        { "GET", "/demo/patterns/n-plus-one/source" },
        { "GET", "/demo/requests/1/plans" },
        { "GET", "/demo/acts" },
        { "POST", "/demo/acts/held-snapshot" },
        { "DELETE", "/demo/acts/held-snapshot" },
        { "POST", "/demo/reset" },
    };

    /// <summary>The demo's own routes, the pages with the program's insides, and spellings of these paths.</summary>
    public static TheoryData<string, string> GuardedPaths => new()
    {
        { "GET", "/demo" },
        { "GET", "/demo/patterns" },
        { "GET", "/DEMO/patterns" },
        { "GET", "/%64emo/patterns" },
        { "GET", "//demo/patterns" },
        { "GET", "/x/../demo/patterns" },
        { "GET", "/demo/none" },
        { "POST", "/demo/pass" },
        { "POST", "/demo/jobs/reset?pending=1" },
        { "POST", "/demo/reports/reset" },
        { "POST", "/demo/dashboard/refresh" },
        { "OPTIONS", "/demo/reset" },
        { "GET", "/hangfire" },
        { "GET", "/hangfire/jobs/succeeded" },
        { "POST", "/Hangfire/stats" },
        { "GET", "/checklist" },
        { "GET", "/checklist/" },
        { "GET", "/CheckList/routes" },
        { "GET", "/checklist/requests/1" },
        { "HEAD", "/checklist" },
    };

    [Theory, MemberData(nameof(DevelopmentRoutes))]
    public async Task Production_has_no_such_route(string method, string path)
        => Assert.Equal(
            HttpStatusCode.NotFound, await AskAsync(method, path, builder => builder.UseEnvironment("Production")));

    [Theory, MemberData(nameof(DevelopmentRoutes))]
    public async Task A_caller_from_elsewhere_is_refused(string method, string path)
        => Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(method, path, From("192.0.2.7")));

    [Fact]
    public async Task All_guarded_paths_are_refused_to_callers_from_elsewhere_and_the_lanes_are_not()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, From("192.0.2.7"));
        foreach (var (method, path) in GuardedPaths.Select(row => row.Data))
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await SendAsync(app, method, path)));
        foreach (var path in (string[])["/ping", "/vitals", "/bad/posts", "/demonstration", "/check", "/"])
            Assert.NotEqual((path, HttpStatusCode.Forbidden), (path, await SendAsync(app, "GET", path)));
    }

    [Fact]
    public async Task The_checklist_is_guarded_where_the_settings_put_it()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, builder =>
        {
            From("192.0.2.7")(builder);
            builder.UseSetting("Checklist:Path", "/ops/health-list");
        });
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(app, "GET", "/ops/health-list"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(app, "GET", "/ops/other"));
    }

    [Fact]
    public async Task A_caller_from_the_trusted_network_is_served()
        => Assert.Equal(HttpStatusCode.OK, await AskAsync("GET", "/demo/patterns/n-plus-one/source", builder =>
        {
            From("::ffff:172.30.80.1")(builder);
            builder.UseSetting("Demo:TrustedNetwork", "172.30.80.0/24");
        }));

    [Fact]
    public async Task A_proxy_does_not_make_everybody_local()
    {
        (string, string)[] headers =
        [
            ("CF-Connecting-IP", "127.0.0.1"), ("True-Client-IP", "127.0.0.1"), ("X-Azure-ClientIP", "127.0.0.1"),
            ("X-Forwarded-For", "127.0.0.1"), ("x-forwarded-host", "localhost"), ("Forwarded", "for=127.0.0.1"),
            ("X-Real-IP", "127.0.0.1"), ("Via", "1.1 proxy"), ("X-Original-For", "127.0.0.1:1"),
        ];
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        foreach (var (name, value) in headers)
        {
            foreach (var path in (string[])["/demo/patterns/n-plus-one/source", "/hangfire", "/checklist"])
            {
                Assert.Equal((name, path, HttpStatusCode.Forbidden), (name, path, await SendAsync(
                    app, "GET", path, request => request.Headers.TryAddWithoutValidation(name, value))));
            }
        }
    }

    [Fact]
    public async Task The_key_lets_in_every_caller_on_every_guarded_path()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, builder =>
        {
            From("192.0.2.7")(builder);
            builder.UseSetting("Demo:Key", Key);
        });
        foreach (var path in (string[])["/demo/patterns", "/hangfire", "/checklist"])
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, await SendAsync(app, "GET", path, WithKey($":{Key}"))));
            Assert.Equal((path, HttpStatusCode.OK), (path, await SendAsync(app, "GET", path, WithKey($"me:{Key}"))));
            foreach (var wrong in (string[])[$":{Key}x", $":{Key[1..]}", ":", "", $"{Key}:"])
            {
                Assert.Equal(
                    (path, wrong, HttpStatusCode.Unauthorized),
                    (path, wrong, await SendAsync(app, "GET", path, WithKey(wrong))));
            }
        }

        using var client = app.CreateClient();
        using var missing = await client.GetAsync("/hangfire", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, missing.StatusCode);
        Assert.Equal("Basic", missing.Headers.WwwAuthenticate.Single().Scheme); // the browser asks for the key
        foreach (var garbage in (string[])["Bearer x", "Basic", "Basic ?", "Basic OjE=, Basic OjE=", ""])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, "GET", "/checklist",
                request => request.Headers.TryAddWithoutValidation("Authorization", garbage)));
        }
    }

    /// <summary>A program that other machines can reach makes a key, and prints it once.</summary>
    [Fact]
    public async Task Beyond_loopback_even_callers_on_this_machine_need_the_printed_key()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await using var demo = DemoProcess.Start(
            ("ConnectionStrings__Demo", database.ConnectionString), ("Demo__Scale", "small"),
            ("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0"));
        using var client = await demo.ReadyAsync(Cancel);
        using var refused = await client.GetAsync("/demo/patterns", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var key = Assert.Single(Regex.Matches(demo.Output, "-u :([0-9a-f]{32})")).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/demo/patterns");
        WithKey($":{key}")(request);
        using var accepted = await client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", null, "http://127.0.0.1:5080", true)]
    [InlineData("127.8.9.1", "", "http://localhost:5080", true)]
    [InlineData("::1", null, "http://[::1]:5080", true)]
    [InlineData("::ffff:127.0.0.1", null, "http://127.0.0.1:5080", true)]
    [InlineData("127.0.0.1", null, "http://127.0.0.1:5080 http://[::]:5081", false)]
    [InlineData("127.0.0.1", null, "http://0.0.0.0:5080", false)]
    [InlineData("127.0.0.1", null, "http://*:5080", false)]
    [InlineData("127.0.0.1", null, "http://192.0.2.1:5080", false)]
    [InlineData("127.0.0.1", null, "http://unix:/tmp/demo.sock", false)]
    [InlineData("127.0.0.1", "127.0.0.0/8", "http://0.0.0.0:5080", true)]
    [InlineData("172.30.80.1", null, "http://127.0.0.1:5080", false)]
    [InlineData("172.30.80.255", "172.30.80.0/24", "http://[::]:5080", true)]
    [InlineData("172.30.81.1", "172.30.80.0/24", "http://[::]:5080", false)]
    [InlineData("fd00::1", "fd00::/8", "http://[::]:5080", true)]
    [InlineData("fd00::1", "172.30.80.0/24", "http://[::]:5080", false)]
    [InlineData(null, "0.0.0.0/0", "http://127.0.0.1:5080", false)]
    public void Accepts(string? caller, string? network, string addresses, bool accepted)
    {
        var callers = new LocalCallers(new() { TrustedNetwork = network }, addresses.Split(' '));
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = caller is null ? null : IPAddress.Parse(caller);
        Assert.Equal(accepted, callers.Accepts(context.Request));
    }

    private static Action<HttpRequestMessage> WithKey(string userAndPassword)
        => request => request.Headers.Authorization
            = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword)));

    private static Action<IWebHostBuilder> From(string address)
        => builder => builder.ConfigureTestServices(services => CallerAddress.Set(services, address));

    private async Task<HttpStatusCode> AskAsync(
        string method, string path, Action<IWebHostBuilder> configure, Action<HttpRequestMessage>? change = null)
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, configure);
        return await SendAsync(app, method, path, change);
    }

    private static async Task<HttpStatusCode> SendAsync(
        DemoApp app, string method, string path, Action<HttpRequestMessage>? change = null)
    {
        using var client = app.CreateClient();
        // The path as it is written: a URI would collapse it.
        var address = new Uri($"{client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new(method), address);
        change?.Invoke(request);
        using var response = await client.SendAsync(request, Cancel);
        if ((int)response.StatusCode >= 400 && method != "HEAD")
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }

        return response.StatusCode;
    }
}
