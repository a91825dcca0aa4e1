using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres.Tests;

public class LocalSharingTests : LocalCluster
{
    [Fact]
    public async Task Two_processes_started_at_once_share_one_server_and_the_last_one_stops_it()
    {
        using var one = HostProcess.Start(DataFolder);
        using var two = HostProcess.Start(DataFolder);
        var (first, _) = await one.ServingAsync();
        var (second, _) = await two.ServingAsync();
        Assert.Equal(first, second);
        Assert.Equal(0, await one.LeaveAsync());
        Assert.Equal(1, await AskAsync<int>(second, "SELECT 1"));
        Assert.Equal(0, await two.LeaveAsync());
        Assert.False(ServerRuns);
    }

    [Fact]
    public async Task A_killed_process_leaves_the_server_to_the_other_one()
    {
        await MakeClusterAsync();
        using var killed = HostProcess.Start(DataFolder);
        await killed.ServingAsync();
        await using var other = await StartAsync();
        await killed.KillAsync();
        // The watchdog checks for 5 s whether another process uses the server. The test covers that time.
        await Task.Delay(6000, Cancel);
        Assert.Equal(1, await AskAsync<int>(other.ConnectionString, "SELECT 1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_9_leaves_no_orphan(bool tree)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the watchdog needs flock, which only Linux has");
        await MakeClusterAsync();
        using var host = HostProcess.Start(DataFolder);
        await host.ServingAsync();
        Assert.True(ServerRuns);
        await host.KillAsync(tree);
        await Eventually.TrueAsync(
            () => !ServerProcess.AnyIn(ClusterFolder.Data), "the server ends after its program was killed", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_orphaned_server_is_adopted()
    {
        await MakeClusterAsync();
        // A program without a watchdog would leave such a server.
        var account = await ServerAccount.FindAsync(Here, Cancel);
        await ProcessRunner.RunAsync(
            Binaries.PgCtl, ["start", "-D", ClusterFolder.Data, "-l", ClusterFolder.Log, "-w"], account, Cancel);
        var orphan = ServerProcess.FindPostmaster(ClusterFolder)!.Pid;
        await using (var server = await StartAsync())
        {
            Assert.Equal(orphan, ServerProcess.FindPostmaster(ClusterFolder)!.Pid);
            Assert.Contains("already running", server.Description);
        }

        Assert.False(ServerRuns);
    }

    [Fact]
    public async Task Cancelling_a_start_at_any_moment_leaves_nothing_running_and_nothing_broken()
    {
        foreach (var after in new[] { 10, 60, 150, 300, 600, 900, 30, 90, 120 })
        {
            using var impatient = new CancellationTokenSource(after);
            try
            {
                await using var lucky = await StartAsync(cancellationToken: impatient.Token);
            }
            catch (OperationCanceledException)
            {
            }

            Assert.False(ServerRuns);
        }

        await MakeClusterAsync();
    }

    [Fact]
    public async Task Disposal_twice_and_at_once_is_safe()
    {
        var server = await StartAsync();
        await Task.WhenAll(server.DisposeAsync().AsTask(), server.DisposeAsync().AsTask());
        await server.DisposeAsync();
        Assert.False(ServerRuns);
    }
}
