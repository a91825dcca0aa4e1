using System.Net;
using System.Net.Sockets;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>A program that can't start says so in one line, without a stack trace, and ends with exit code 1.</summary>
public sealed class StartupErrorTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Demo__Scale", "huge", "huge")]
    [InlineData("Demo__Scale", "stage", "Demo:Scale: 'stage' is called 'medium' now.")]
    [InlineData("Demo__Scael", "small", "Scael")]
    [InlineData("Demo__TrustedNetwork", "everybody", "everybody")]
    [InlineData("Demo__AllowedHosts", "demo.example:8080", "'demo.example:8080' has a port.")]
    [InlineData("Demo__AllowedHosts", "*.example", "has a wildcard.")]
    [InlineData("Demo__Key", "secret-fifteen!", "Demo__Key must have at least 16 characters.")]
    [InlineData("Postgres__Source", "magic", "magic")]
    [InlineData("ConnectionStrings__Demo", "Host=127.0.0.1;Port=1;Username=nobody;Password=secret", "127.0.0.1")]
    [InlineData("ConnectionStrings__Demo", "not a connection string", "ConnectionStrings__Demo")]
    public async Task A_bad_setting(string name, string value, string word)
    {
        var line = await FailAsync((name, value));
        Assert.Contains(word, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_holds_something_else()
    {
        await using var foreign = await cluster.EmptyAsync();
        await foreign.ExecuteAsync("CREATE TABLE customers (id int)");

        await FailAsync(("ConnectionStrings__Demo", foreign.ConnectionString));

        Assert.Equal(0, await foreign.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'orders'"));
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var line = await FailAsync(
            ("ConnectionStrings__Demo", database.ConnectionString),
            ("Demo__Scale", "small"),
            ("Kestrel__Endpoints__Http__Url", address));

        Assert.Contains(address, line, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(params (string, string)[] settings)
    {
        await using var demo = DemoProcess.Start(settings);
        await demo.WaitForExitAsync(Cancel);

        Assert.Equal(1, demo.ExitCode);
        Assert.DoesNotContain("   at ", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", demo.Output, StringComparison.Ordinal);
        return demo.Output;
    }
}
