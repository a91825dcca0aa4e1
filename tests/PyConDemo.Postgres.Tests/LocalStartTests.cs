using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PyConDemo.Postgres.Tests;

public class LocalStartTests : LocalCluster
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
    public async Task A_taken_port_is_given_up_for_another()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var taken = ((IPEndPoint)taker.LocalEndpoint).Port;
        var asked = 0;
        var environment = Here with { FreePort = () => asked++ == 0 ? taken : Here.FreePort() };
        await using var server = await StartAsync(environment);
        Assert.Equal(2, asked);
        Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_full_disk_is_told_before_anything_is_written()
    {
        var full = Here with { FreeBytes = _ => 5 << 20 };
        var failed = await Assert.ThrowsAsync<PostgresUnavailableException>(() => StartAsync(full));
        Assert.Contains("the disk is full: 5 MB", failed.Message);
        Assert.False(Directory.Exists(ClusterFolder.Cluster));
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
    public async Task The_password_is_readable_by_its_owner_only()
    {
        await MakeClusterAsync();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ClusterFolder.Password));
    }
}
