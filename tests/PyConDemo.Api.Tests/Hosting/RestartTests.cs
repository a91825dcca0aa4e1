using System.Net.Http.Json;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>Several processes share the local cluster, and its data survives them.</summary>
public sealed class RestartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_finds_the_data_and_seeds_nothing()
    {
        using var folder = new ScratchFolder();
        await using (var first = DemoProcess.StartLocal(folder))
        {
            (await first.ReadyAsync(Cancel)).Dispose();
            Assert.Contains("Seed", first.Output, StringComparison.Ordinal);
            await first.StopAsync(Cancel);
        }

        await using var second = DemoProcess.StartLocal(folder);
        (await second.ReadyAsync(Cancel)).Dispose();

        Assert.DoesNotContain("Seed", second.Output, StringComparison.Ordinal);
        await second.StopAsync(Cancel);
    }

    [Fact]
    public async Task Two_processes_started_at_once_share_one_server()
    {
        using var folder = new ScratchFolder();
        await using var one = DemoProcess.StartLocal(folder);
        await using var two = DemoProcess.StartLocal(folder);
        using var clientOfOne = await one.ReadyAsync(Cancel);
        using var clientOfTwo = await two.ReadyAsync(Cancel);

        Assert.Equal(PortOf(one), PortOf(two));

        await one.StopAsync(Cancel);
        Assert.Equal(1, (await clientOfTwo.GetFromJsonAsync<Bystander>("/bystander", Cancel))!.Id);
        await two.StopAsync(Cancel);
    }

    private static string PortOf(DemoProcess demo)
        => System.Text.RegularExpressions.Regex.Match(demo.Output, @"port (\d+)").Groups[1].Value;
}
