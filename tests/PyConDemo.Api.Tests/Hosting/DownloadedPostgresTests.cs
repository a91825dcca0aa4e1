using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>A machine with the SDK alone: the program downloads PostgreSQL, or says what to install.</summary>
public sealed class DownloadedPostgresTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_serves_from_downloaded_binaries_and_the_next_start_needs_no_network()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package of binaries is for Linux.");
        var binaries = await NpmBinaries.DownloadAsync(_folder.Path);
        Assert.SkipWhen(binaries is null, "npm is not there, or it has no network.");
        await using (var mirror = await BinariesMirror.StartAsync(NpmBinaries.Version, binaries))
        {
            await using var first = Start(mirror.Address);
            using var client = await first.ReadyAsync(Cancel);
            var page = await client.GetFromJsonAsync<OffsetPaginationResult>("/good/orders?size=5", Cancel);
            Assert.Equal(5, page!.Orders.Count);
            Assert.Contains("Downloading PostgreSQL's server (", first.Output, StringComparison.Ordinal);
            Assert.Contains("/binaries/", first.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("which isn't installed", first.Output, StringComparison.Ordinal);
            await first.StopAsync(Cancel);
        }

        await using var second = Start(new Uri("http://127.0.0.1:9"));
        using var again = await second.ReadyAsync(Cancel);
        Assert.DoesNotContain("Downloading", second.Output, StringComparison.Ordinal);
        await second.StopAsync(Cancel);
    }

    [Fact]
    public async Task Without_a_network_it_ends_with_one_line()
    {
        await using var demo = Start(new Uri("http://127.0.0.1:9/maven2"));
        await demo.WaitForExitAsync(Cancel);

        Assert.Equal(1, demo.ExitCode);
        Assert.StartsWith("No PostgreSQL 15 or newer is available: ", demo.Output, StringComparison.Ordinal);
        Assert.Contains("Install it: ", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', demo.Output.Trim());
    }

    private DemoProcess Start(Uri mirror) => DemoProcess.Start(
        ("Postgres__Source", "download"),
        ("Postgres__Mirror", mirror.ToString()),
        ("Postgres__DataFolder", Path.Combine(_folder.Path, "data")),
        ("Demo__Scale", "small"),
        ("Demo__StopWithStdin", "true"));
}
