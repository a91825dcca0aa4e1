using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns.OffsetPagination;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>
/// Kills the process (kill -9) at different moments of a first start: while it creates the cluster, seeds, or serves.
/// </summary>
public sealed class KillTests
{
    private static readonly int Kills = TestSize.Choose(plain: 4, full: 20);

    // A start on a busy machine may take longer than all of these moments. These rounds wait until it serves.
    private static readonly int ServingKills = TestSize.Choose(plain: 1, full: 4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_random_moments_it_starts_again_with_the_data_whole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "No watcher outlives a killed process on this system.");
        using var folder = new ScratchFolder();
        var moments = new Random(2025); // the same moments in each run

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var victim = DemoProcess.StartLocal(folder);
            if (kill >= Kills - ServingKills) (await victim.ReadyAsync(Cancel)).Dispose();

            // A first start takes about 3 s. Half of the kills come during the cluster's creation or the seeding, the
            // others come later.
            await Task.Delay(moments.Next(100, 3_500), Cancel);
            victim.Kill();
            await victim.WaitForExitAsync(Cancel);
        }

        await using var survivor = DemoProcess.StartLocal(folder);
        using var client = await survivor.ReadyAsync(Cancel);

        // Ready means that the seed has proven its counts and checksums. The last page proves that the lanes see it.
        var page = await client.GetFromJsonAsync<OffsetPaginationResult>("/bad/orders?page=200&size=50", Cancel);
        Assert.Equal(50, page!.Orders.Count);
        Assert.Null(page.Next);

        await survivor.StopAsync(Cancel);
    }
}
