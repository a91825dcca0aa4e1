using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using PyConDemo.WebServer;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class OwnHostsTests
{
    private static readonly string[] Bound = ["http://127.0.0.1:5080", "http://[::]:5081"];

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:5080", true)]
    [InlineData("127.0.0.1:1", true)]
    [InlineData("127.99.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("[::ffff:127.0.0.1]:5080", true)]
    [InlineData("configured.example:9", true)] // --urls
    [InlineData("kestrel.example", true)] // Kestrel:Endpoints
    [InlineData("allowed.example:5080", true)]
    [InlineData("xn--mnchen-3ya.example", true)]
    [InlineData("[fd00::7]:5080", true)]
    [InlineData("192.0.2.1:5080", true)] // the connection's own address
    [InlineData("my-space-5081.app.github.dev", true)]
    [InlineData("my-space-5082.app.github.dev", false)]
    [InlineData("other-space-5081.app.github.dev", false)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:5080", false)]
    [InlineData("app.localhost", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("192.0.2.2", false)]
    [InlineData("0.0.0.0:5080", false)]
    [InlineData("[::]:5080", false)]
    [InlineData("*", false)]
    [InlineData("+", false)]
    [InlineData("[", false)]
    [InlineData("[::1", false)]
    [InlineData(":5080", false)]
    [InlineData("", false)]
    public void Own_names(string host, bool own)
    {
        var context = new DefaultHttpContext { Connection = { LocalIpAddress = IPAddress.Parse("::ffff:192.0.2.1") } };
        context.Request.Headers.Host = host;
        Assert.Equal(own, Hosts().Contains(context));
    }

    /// <summary>The forwarded name can be chosen by anybody.</summary>
    [Fact]
    public void A_forwarded_name_is_no_name()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Host = "evil.example";
        context.Request.Headers["X-Forwarded-Host"] = "localhost";
        Assert.False(Hosts().Contains(context));
    }

    [Theory]
    [InlineData("POST", "localhost:5080", "http://localhost:5080", null, false)]
    [InlineData("POST", "localhost:5080", "https://localhost:5080", "same-origin", false)] // a proxy with TLS
    [InlineData("POST", "localhost:5080", "https://my-space-5081.app.github.dev", "same-origin", false)]
    [InlineData("POST", "localhost:5080", "https://allowed.example", null, false)]
    [InlineData("POST", "localhost:5080", null, null, false)]
    [InlineData("POST", "localhost:5080", null, "none", false)]
    [InlineData("GET", "localhost:5080", "http://evil.example", "cross-site", false)]
    [InlineData("HEAD", "localhost:5080", "http://evil.example", null, false)]
    [InlineData("OPTIONS", "localhost:5080", "http://evil.example", null, false)]
    [InlineData("POST", "localhost:5080", "http://evil.example", null, true)]
    [InlineData("DELETE", "localhost:5080", "http://evil.example", null, true)]
    [InlineData("PUT", "localhost:5080", "http://localhost:3000", null, true)]
    [InlineData("POST", "localhost:5080", "http://localhost", null, true)]
    [InlineData("POST", "localhost:5080", "http://127.0.0.1:5080", null, true)]
    [InlineData("POST", "localhost:5080", "ftp://localhost:5080", null, true)]
    [InlineData("POST", "localhost:5080", "null", null, true)]
    [InlineData("POST", "localhost:5080", "", null, true)]
    [InlineData("POST", "localhost:5080", "http://localhost:5080, http://evil.example", null, true)]
    [InlineData("POST", "localhost:5080", null, "cross-site", true)]
    [InlineData("POST", "localhost:5080", null, "same-site", true)] // another port on this machine
    [InlineData("POST", "localhost:5080", "http://localhost:5080", "cross-site", true)]
    [InlineData("MKCOL", "localhost:5080", null, "cross-site", true)]
    public void Foreign_requests(string method, string host, string? origin, string? site, bool foreign)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Headers.Host) = (method, host);
        if (origin is not null) request.Headers.Origin = origin;
        if (site is not null) request.Headers["Sec-Fetch-Site"] = site;
        Assert.Equal(foreign, ForeignSites.IsFromOtherSite(request, Hosts()));
    }

    [Fact]
    public void Two_origins_are_foreign()
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Headers.Host) = ("POST", "localhost");
        request.Headers.Origin = new(["http://localhost", "http://localhost"]);
        Assert.True(ForeignSites.IsFromOtherSite(request, Hosts()));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(" ; , ", "")]
    [InlineData("a.example;b.example, c", "a.example b.example c")]
    [InlineData("fd00::1;[fd00::2]", "[fd00::1] [fd00::2]")]
    [InlineData("localhost;127.0.0.1;a.example", "a.example")] // loopback is allowed anyway
    public void Allowed_hosts(string? setting, string names)
        => Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), AllowedHosts.Parse(setting));

    [Theory]
    [InlineData("*", "wildcard")]
    [InlineData("a.example;*.example", "'*.example' has a wildcard")]
    [InlineData("a.example:80", "'a.example:80' has a port")]
    [InlineData("[::1]:80", "has a port")]
    [InlineData("http://a.example", "is not a host name")]
    [InlineData("http://a.example:80", "is not a host name")]
    [InlineData("a.example/x", "is not a host name")]
    [InlineData("a b", "is not a host name")]
    public void Names_that_cannot_be_allowed(string setting, string reason)
    {
        var error = Assert.Throws<FormatException>(() => AllowedHosts.Parse(setting));
        Assert.StartsWith(AllowedHosts.Setting, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Lanes are measured, so the usual names must cost nothing.</summary>
    [Fact]
    public void The_usual_names_and_the_headers_cost_no_allocation()
    {
        var (hosts, headers) = (Hosts(), new SecurityHeaders(_ => SecurityHeaders.NoPage));
        var context = new DefaultHttpContext();
        context.Request.Headers.Host = "127.0.0.1:5080";
        context.Request.Method = "POST";
        for (var i = 0; i < 100; i++) Handle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Handle();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Handle()
        {
            headers.Set(context);
            if (!hosts.Contains(context) || ForeignSites.IsFromOtherSite(context.Request, hosts))
                throw new InvalidOperationException("It was refused.");
        }
    }

    private static OwnHosts Hosts() => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://configured.example:5080;http://*:80;http://+:81;http://0.0.0.0:82;nonsense",
            ["Kestrel:Endpoints:Http:Url"] = "http://kestrel.example:5080",
            ["CODESPACE_NAME"] = "my-space",
            ["GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN"] = "app.github.dev",
        }).Build(),
        Bound, AllowedHosts.Parse("allowed.example; münchen.example, fd00::7"));
}
