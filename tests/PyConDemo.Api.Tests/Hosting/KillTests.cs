using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>kill -9 at any moment of a first start: while the cluster is made, while the data is loaded, while it serves.</summary>
public sealed class KillTests
{
    private const int Kills = 20;

    // A busy machine may need longer for its start than any of the moments: these are certain to find it serving.
    private const int ServingKills = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_twenty_times_at_random_moments_it_starts_again_with_the_data_whole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "No watcher outlives a killed process on this system.");
        using var folder = new ScratchFolder();
        var moments = new Random(2025); // the same moments in each run, as far as the machine allows

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var victim = DemoProcess.StartLocal(folder);
            if (kill >= Kills - ServingKills) (await victim.ReadyAsync(Cancel)).Dispose();

            // A whole first start takes about 3 s: half of the kills hit the cluster's making or the seeding, half hit later.
            await Task.Delay(moments.Next(100, 3_500), Cancel);
            victim.Kill();
            await victim.WaitForExitAsync(Cancel);
        }

        await using var survivor = DemoProcess.StartLocal(folder);
        using var client = await survivor.ReadyAsync(Cancel);

        // Ready means that the seed has proven counts and check sums; the last page proves that the lanes see it.
        var page = await client.GetFromJsonAsync<OffsetPaginationResult>("/bad/orders?page=200&size=50", Cancel);
        Assert.Equal(50, page!.Orders.Count);
        Assert.Null(page.Next);

        await survivor.StopAsync(Cancel);
    }
}
