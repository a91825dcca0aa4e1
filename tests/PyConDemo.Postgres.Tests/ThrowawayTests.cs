using PyConDemo.Postgres.Local;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public class ThrowawayTests : LocalCluster
{
    [Fact]
    public async Task It_is_gone_after_disposal()
    {
        string data;
        await using (var server = await StartThrowawayAsync())
        {
            data = await AskAsync<string>(server.ConnectionString, "SHOW data_directory");
            Assert.Equal("on", await AskAsync<string>(server.ConnectionString, "SHOW fsync"));
        }

        Assert.False(Directory.Exists(HomeOf(data)));
        Assert.False(ServerProcess.AnyIn(data));
    }

    [Fact]
    public async Task Kill_9_takes_server_and_folder_along()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the watchdog needs flock, which only Linux has");
        using var host = HostProcess.Start(dataFolder: null);
        var data = await AskAsync<string>((await host.ServingAsync()).ConnectionString, "SHOW data_directory");
        await host.KillAsync();
        await Eventually.HoldsAsync(() => !Directory.Exists(HomeOf(data)), "the folder is deleted");
        Assert.False(ServerProcess.AnyIn(data));
    }

    [Fact]
    public async Task The_next_start_sweeps_what_a_dead_process_left()
    {
        var account = await ServerAccount.FindAsync(HostEnvironment.Current, Cancel);
        var name = "pycondemo-throwaway-" + Guid.NewGuid().ToString("N");
        var dead = new ClusterDirectory(Path.Combine(ThrowawayDirectory.Parent(account), name), Throwaway: true);
        await dead.CreateAsync(account, Cancel);
        Directory.CreateDirectory(dead.Cluster);
        await account.ChangeOwnerAsync(Cancel, dead.Cluster);
        await using var server = await StartThrowawayAsync();
        Assert.False(Directory.Exists(dead.Folder));
    }

    [Fact]
    public async Task Wished_settings_win()
    {
        var settings = new Dictionary<string, string> { ["work_mem"] = "7MB", ["application_name"] = "it's" };
        await using var server = await PostgresServer.StartAsync(
            new() { Source = PostgresSource.Local, Throwaway = true, ServerSettings = settings }, Cancel);
        Assert.Equal("7MB", await AskAsync<string>(server.ConnectionString, "SHOW work_mem"));
    }

    [Fact]
    public async Task A_library_that_isnt_installed_is_done_without()
    {
        await using var server = await StartThrowawayAsync();
        var preloaded = await AskAsync<string>(server.ConnectionString, "SHOW shared_preload_libraries");
        foreach (var library in new[] { "pg_stat_statements", "auto_explain" })
        {
            Assert.True(preloaded.Contains(library, StringComparison.Ordinal)
                || server.Description.Contains($"without {library}", StringComparison.Ordinal));
        }
    }

    private static Task<PostgresServer> StartThrowawayAsync()
        => PostgresServer.StartAsync(new() { Source = PostgresSource.Local, Throwaway = true }, Cancel);

    private static string HomeOf(string data) => Path.GetFullPath(Path.Combine(data, "..", ".."));
}
