using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class LocalCallersOnlyTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/demo/patterns/n-plus-one/source" },
        { "GET", "/demo/requests/1/plans" },
        { "GET", "/demo/acts" },
        { "POST", "/demo/acts/held-snapshot" },
        { "DELETE", "/demo/acts/held-snapshot" },
        { "POST", "/demo/reset" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Production_has_no_such_route(string method, string path)
        => Assert.Equal(
            HttpStatusCode.NotFound, await AskAsync(method, path, builder => builder.UseEnvironment("Production")));

    [Theory, MemberData(nameof(Routes))]
    public async Task A_caller_from_elsewhere_is_refused(string method, string path)
        => Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(method, path, From("192.0.2.7")));

    [Fact]
    public async Task A_caller_from_the_trusted_network_is_served()
        => Assert.Equal(HttpStatusCode.OK, await AskAsync("GET", "/demo/patterns/n-plus-one/source", builder =>
        {
            From("::ffff:172.30.80.1")(builder);
            builder.UseSetting("Demo:TrustedNetwork", "172.30.80.0/24");
        }));

    [Fact]
    public async Task A_proxy_does_not_make_everybody_local()
        => Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(
            "GET", "/demo/patterns/n-plus-one/source", _ => { },
            request => request.Headers.Add("X-Forwarded-For", "127.0.0.1")));

    [Theory]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("127.8.9.1", "", true)]
    [InlineData("::1", null, true)]
    [InlineData("::ffff:127.0.0.1", null, true)]
    [InlineData("172.30.80.1", null, false)]
    [InlineData("172.30.80.255", "172.30.80.0/24", true)]
    [InlineData("172.30.81.1", "172.30.80.0/24", false)]
    [InlineData("fd00::1", "fd00::/8", true)]
    [InlineData("fd00::1", "172.30.80.0/24", false)]
    [InlineData(null, "0.0.0.0/0", false)]
    public void Trusts(string? caller, string? network, bool trusted)
        => Assert.Equal(
            trusted,
            new DemoSettings { TrustedNetwork = network }.Trusts(caller is null ? null : IPAddress.Parse(caller)));

    private static Action<IWebHostBuilder> From(string address)
        => builder => builder.ConfigureTestServices(services => CallerAddress.Set(services, address));

    private async Task<HttpStatusCode> AskAsync(
        string method, string path, Action<IWebHostBuilder> configure, Action<HttpRequestMessage>? change = null)
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, configure);
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(new(method), path);
        change?.Invoke(request);
        using var response = await client.SendAsync(request, Cancel);
        if (!response.IsSuccessStatusCode)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }

        return response.StatusCode;
    }
}
