using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres.Tests;

public class LocalKillTests : LocalCluster
{
    [Fact]
    public async Task Kill_9_at_ten_random_moments_leaves_a_cluster_that_starts()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            using var host = HostProcess.Start(DataFolder);
            if (round == 9)
                await host.ServingAsync(); // a busy machine may not come as far in the other rounds
            // The first rounds interrupt initdb, and the later ones a start or a running server.
            await Task.Delay(random.Next(100, round < 5 ? 1500 : 700), Cancel);
            await host.KillAsync();
        }

        await using (var server = await StartAsync())
            Assert.True(await AskAsync<int>(server.ConnectionString, "SELECT 1") == 1, $"seed {seed}");
        Assert.False(ServerRuns);
        await Eventually.HoldsAsync(
            () => !ServerProcess.AnyIn(ClusterFolder.Data), $"no process is left (seed {seed})");
    }
}
