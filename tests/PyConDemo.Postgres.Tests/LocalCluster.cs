using Npgsql;
using PyConDemo.Postgres.Local;
using PyConDemo.Postgres.Sources;

// Most of these tests wait for another process most of the time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace PyConDemo.Postgres.Tests;

/// <summary>The tests of local clusters share this: each has its own data folder, and can query a server.</summary>
public abstract class LocalCluster : IAsyncLifetime
{
    private readonly ScratchFolder _temp = new();

    private protected ServerBinaries Binaries { get; private set; } = null!;

    private protected ClusterDirectory ClusterFolder
        => new(Path.Combine(DataFolder, Binaries.Version.Major.ToString()), Throwaway: false);

    private protected static HostEnvironment Here { get; } = HostEnvironment.Current with { SyncNewClusters = false };

    protected string DataFolder => Path.Combine(_temp.Path, "clusters");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (HostEnvironment.Current.IsRoot && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(_temp.Path, (UnixFileMode)0b111_001_001);
        var found = await new BinariesFinder(HostEnvironment.Current).FindAsync(Cancel);
        Assert.SkipWhen(found is not { IsNewEnough: true }, "no server binaries on this machine");
        Binaries = found;
    }

    public async ValueTask DisposeAsync()
    {
        // Only a failed test leaves a server that still runs on the folder.
        if (Directory.Exists(DataFolder) && ServerProcess.FindPostmaster(ClusterFolder) is { } left)
            System.Diagnostics.Process.GetProcessById(left.Pid).Kill();
        await Eventually.TrueAsync(
            () => !Directory.Exists(DataFolder) || !ServerProcess.AnyIn(ClusterFolder.Data), "no server is left", TestContext.Current.CancellationToken);
        _temp.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<PostgresServer> StartAsync(
        HostEnvironment? environment = null, CancellationToken? cancellationToken = null)
    {
        var options = new PostgresOptions { Source = PostgresSource.Local, DataFolder = DataFolder };
        return PostgresServer.StartAsync(options, environment ?? Here, cancellationToken ?? Cancel);
    }

    private protected async Task MakeClusterAsync()
    {
        await using var server = await StartAsync();
        Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
    }

    protected static async Task<T> AskAsync<T>(string connectionString, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(Cancel);
        return await connection.ScalarAsync<T>(sql, Cancel);
    }

    private protected bool ServerRuns => ServerProcess.FindPostmaster(ClusterFolder) is not null;
}
