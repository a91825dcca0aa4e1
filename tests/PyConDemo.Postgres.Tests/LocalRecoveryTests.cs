using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres.Tests;

public class LocalRecoveryTests : LocalCluster
{
    [Fact]
    public async Task Data_survives_a_restart_and_nothing_runs_in_between()
    {
        await using (var first = await StartAsync())
        {
            await AskAsync<string>(first.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer; SELECT ''");
            Assert.Equal("on", await AskAsync<string>(first.ConnectionString, "SHOW fsync"));
            Assert.Equal("127.0.0.1", await AskAsync<string>(first.ConnectionString, "SHOW listen_addresses"));
            await first.DisposeAsync();
        }

        Assert.False(ServerRuns);
        var watch = Stopwatch.StartNew();
        await using var second = await StartAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"second start: {watch.ElapsedMilliseconds} ms (target 3000)");
        Assert.True(watch.ElapsedMilliseconds < 15_000);
        Assert.Equal(42, await AskAsync<int>(second.ConnectionString, "SELECT answer FROM kept"));
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(second.ConnectionString).Password!, second.Description);
    }

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
        using var killed = HostProcess.Start(DataFolder);
        await killed.ServingAsync();
        await using var other = await StartAsync();
        await killed.KillAsync();
        // The watcher needs the setup lock: after it was free once more, it had its say, or will find us as users.
        await Task.Delay(300, Cancel);
        Assert.Equal(1, await AskAsync<int>(other.ConnectionString, "SELECT 1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kill_9_leaves_no_orphan(bool tree)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the watcher needs flock, which only Linux has");
        using var host = HostProcess.Start(DataFolder);
        await host.ServingAsync();
        Assert.True(ServerRuns);
        await host.KillAsync(tree);
        await Eventually.HoldsAsync(() => !ServerProcess.AnyIn(Home.Data), "the server ends after its program was killed");
    }

    [Fact]
    public async Task Kill_9_at_ten_random_moments_leaves_a_cluster_that_starts()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            using var host = HostProcess.Start(DataFolder);
            await Task.Delay(random.Next(100, round < 5 ? 1500 : 700), Cancel); // the first rounds meet initdb, later ones start and serve
            await host.KillAsync();
        }

        await using (var server = await StartAsync())
            Assert.True(await AskAsync<int>(server.ConnectionString, "SELECT 1") == 1, $"seed {seed}");
        Assert.False(ServerRuns);
        await Eventually.HoldsAsync(() => !ServerProcess.AnyIn(Home.Data), $"no process is left (seed {seed})");
    }

    [Fact]
    public async Task An_orphaned_server_is_adopted()
    {
        await MakeClusterAsync();
        // Started by hand, as a program without a watcher would have left it.
        var account = await Account.FindAsync(Machine.This, Cancel);
        await Tool.RunAsync(Binaries.PgCtl, ["start", "-D", Home.Data, "-l", Home.Log, "-w"], account, Cancel);
        var orphan = ServerProcess.In(Home)!.Pid;
        await using (var server = await StartAsync())
        {
            Assert.Equal(orphan, ServerProcess.In(Home)!.Pid);
            Assert.Contains("already ran", server.Description);
        }

        Assert.False(ServerRuns);
    }

    public static TheoryData<string> PidFiles => new(
        "999999\n/nowhere\n1600000000\n5432\n\n127.0.0.1\n\nready\n", // nobody has this number
        "{self}\n/nowhere\n1600000000\n5432\n\n127.0.0.1\n\nready\n", // a foreign process does
        "1\n/nowhere\n1600000000\n5432\n\n127.0.0.1\n\nready\n",
        "",
        "no number\n");

    [Theory]
    [MemberData(nameof(PidFiles))]
    public async Task A_stale_or_foreign_pid_file_doesnt_matter(string content)
    {
        await MakeClusterAsync();
        await File.WriteAllTextAsync(Home.PidFile, content.Replace("{self}", Environment.ProcessId.ToString()), Cancel);
        await using var server = await StartAsync();
        Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_pid_file_that_names_another_clusters_server_doesnt_lead_there()
    {
        await MakeClusterAsync();
        await using var foreign = await PostgresServer.StartAsync(new() { Source = PostgresSource.Local, Throwaway = true }, Cancel);
        var data = await AskAsync<string>(foreign.ConnectionString, "SHOW data_directory");
        File.Copy(Path.Combine(data, "postmaster.pid"), Home.PidFile);
        await using var server = await StartAsync();
        Assert.NotEqual(foreign.ConnectionString, server.ConnectionString);
        Assert.Equal(1, await AskAsync<int>(foreign.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_taken_port_is_given_up_for_another()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var taken = ((IPEndPoint)taker.LocalEndpoint).Port;
        var asked = 0;
        await using var server = await StartAsync(Machine.This with { FreePort = () => asked++ == 0 ? taken : Machine.This.FreePort() });
        Assert.Equal(2, asked);
        Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Data_of_another_major_version_is_set_aside_untouched()
    {
        await MakeClusterAsync();
        await File.WriteAllTextAsync(Path.Combine(Home.Data, "PG_VERSION"), "9\n", Cancel);
        await using var server = await StartAsync();
        var aside = Assert.Single(Directory.GetDirectories(Home.Folder, "cluster-of-9-*"));
        Assert.Contains(aside, server.Description);
        Assert.True(File.Exists(Path.Combine(aside, "data", "global", "pg_control")));
    }

    [Fact]
    public async Task An_interrupted_initdb_is_swept()
    {
        Directory.CreateDirectory(DataFolder);
        await MakeClusterAsync();
        var half = Path.Combine(Home.Folder, "init-half");
        Directory.Move(Home.Cluster, half);
        File.Delete(Path.Combine(half, "data", "global", "pg_control"));
        await MakeClusterAsync();
        Assert.False(Directory.Exists(half));
    }

    [Fact]
    public async Task A_cluster_without_its_essential_files_is_set_aside()
    {
        await MakeClusterAsync();
        File.Delete(Path.Combine(Home.Data, "PG_VERSION"));
        await using var server = await StartAsync();
        Assert.Single(Directory.GetDirectories(Home.Folder, "cluster-broken-*"));
    }

    [Fact]
    public async Task A_full_disk_is_told_before_anything_is_written()
    {
        var failed = await Assert.ThrowsAsync<PostgresUnavailableException>(() => StartAsync(Machine.This with { FreeBytes = _ => 5 << 20 }));
        Assert.Contains("the disk is full: 5 MB", failed.Message);
        Assert.False(Directory.Exists(Home.Cluster));
    }

    [Fact]
    public async Task A_folder_with_other_peoples_files_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(DataFolder);
        var theirs = Path.Combine(DataFolder, "PG_VERSION");
        await File.WriteAllTextAsync(theirs, "15\n", Cancel);
        var failed = await Assert.ThrowsAsync<PostgresUnavailableException>(() => StartAsync());
        Assert.Contains("holds files that aren't ours", failed.Message);
        Assert.Equal([theirs], Directory.GetFileSystemEntries(DataFolder));
    }

    [Fact]
    public async Task Cancelling_a_start_at_any_moment_leaves_nothing_running_and_nothing_broken()
    {
        foreach (var after in new[] { 10, 60, 150, 300, 600, 900, 30, 90, 120 })
        {
            using var impatient = new CancellationTokenSource(after);
            try
            {
                await using var lucky = await StartAsync(cancel: impatient.Token);
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

    [Fact]
    public async Task The_password_is_readable_by_its_owner_only()
    {
        await MakeClusterAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Home.Password));
    }

    private async Task MakeClusterAsync()
    {
        await using var server = await StartAsync();
        Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }
}
