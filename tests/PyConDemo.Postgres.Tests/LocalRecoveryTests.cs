using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public class LocalRecoveryTests : LocalCluster
{
    public static TheoryData<string> PidFiles => new(
        "999999\n/nowhere\n1600000000\n5432\n\n127.0.0.1\n\nready\n", // no process has this number
        "{self}\n/nowhere\n1600000000\n5432\n\n127.0.0.1\n\nready\n", // a process that is no server has it
        "1\n/nowhere\n1600000000\n5432\n\n127.0.0.1\n\nready\n",
        "",
        "no number\n");

    [Theory]
    [MemberData(nameof(PidFiles))]
    public async Task A_stale_or_foreign_pid_file_doesnt_matter(string content)
    {
        await MakeClusterAsync();
        var pidFile = content.Replace("{self}", Environment.ProcessId.ToString());
        await File.WriteAllTextAsync(ClusterFolder.PidFile, pidFile, Cancel);
        await using var server = await StartAsync();
        Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_pid_file_that_names_another_clusters_server_doesnt_lead_there()
    {
        await MakeClusterAsync();
        await using var foreign = await PostgresServer.StartAsync(
            new() { Source = PostgresSource.Local, Throwaway = true }, Cancel);
        var data = await AskAsync<string>(foreign.ConnectionString, "SHOW data_directory");
        File.Copy(Path.Combine(data, "postmaster.pid"), ClusterFolder.PidFile);
        await using var server = await StartAsync();
        Assert.NotEqual(foreign.ConnectionString, server.ConnectionString);
        Assert.Equal(1, await AskAsync<int>(foreign.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Data_of_another_major_version_is_set_aside_untouched()
    {
        await MakeClusterAsync();
        await File.WriteAllTextAsync(Path.Combine(ClusterFolder.Data, "PG_VERSION"), "9\n", Cancel);
        await using var server = await StartAsync();
        var aside = Assert.Single(Directory.GetDirectories(ClusterFolder.Folder, "cluster-of-9-*"));
        Assert.Contains(aside, server.Description);
        Assert.True(File.Exists(Path.Combine(aside, "data", "global", "pg_control")));
    }

    [Fact]
    public async Task An_interrupted_initdb_is_swept()
    {
        Directory.CreateDirectory(DataFolder);
        await MakeClusterAsync();
        var half = Path.Combine(ClusterFolder.Folder, "init-half");
        Directory.Move(ClusterFolder.Cluster, half);
        File.Delete(Path.Combine(half, "data", "global", "pg_control"));
        await MakeClusterAsync();
        Assert.False(Directory.Exists(half));
    }

    [Fact]
    public async Task A_cluster_without_its_essential_files_is_set_aside()
    {
        await MakeClusterAsync();
        File.Delete(Path.Combine(ClusterFolder.Data, "PG_VERSION"));
        await using var server = await StartAsync();
        Assert.Single(Directory.GetDirectories(ClusterFolder.Folder, "cluster-broken-*"));
    }
}
