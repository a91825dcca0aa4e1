namespace PyConDemo.Postgres.Local;

/// <summary>Everything that creating, starting and stopping a cluster requires.</summary>
internal sealed record ClusterRequest(
    ServerBinaries Binaries, ServerAccount Account, ClusterDirectory Directory,
    IReadOnlyDictionary<string, string> ServerSettings, HostEnvironment Host);

/// <summary>A running server that this program started or joined. Every process that uses it holds the users lock, and
/// the last one to release the lock stops the server.</summary>
internal sealed class Cluster(ClusterRequest request, FileStream users, IServerStarter starter) : IAsyncDisposable
{
    private readonly ServerControl _control = new(request, starter);

    public static async Task<SourceResult> AcquireAsync(ClusterRequest request, CancellationToken cancellationToken)
    {
        var (directory, binaries) = (request.Directory, request.Binaries);
        await directory.CreateAsync(request.Account, cancellationToken);
        await using var setup = await FileLock.WaitAsync(FileLock.TryExclusive, directory.SetupLock, cancellationToken);
        var users = await FileLock.WaitAsync(FileLock.TryShared, directory.UsersLock, cancellationToken);
        Cluster? cluster = null;
        try
        {
            IServerStarter starter = OperatingSystem.IsWindows()
                ? new PgCtlStarter(directory, binaries)
                : await Watchdog.StartAsync(directory, binaries, request.Account, cancellationToken);
            cluster = new(request, users, starter);
            var (port, notes) = await cluster._control.StartAsync(cancellationToken);
            var where = $"from {binaries.Folder}, data in {directory.Data}, port {port}";
            return new(
                directory.ConnectionString(port),
                string.Join("; ", [$"PostgreSQL {binaries.Version.Text} {where}", .. notes]), cluster);
        }
        catch
        {
            await users.DisposeAsync();
            if (cluster is not null) await cluster.ReleaseAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using var setup = await FileLock.WaitAsync(
            FileLock.TryExclusive, request.Directory.SetupLock, CancellationToken.None);
        await users.DisposeAsync();
        await ReleaseAsync();
    }

    /// <summary>The caller holds the setup lock. If this process is killed, the watchdog does the same.</summary>
    private async Task ReleaseAsync()
    {
        var directory = request.Directory;
        await using (var last = FileLock.TryExclusive(directory.UsersLock))
        {
            if (last is not null) await _control.StopAsync();
            if (last is not null && directory.Throwaway) await request.Account.DeleteAsync(directory.Folder);
        }

        await starter.DisposeAsync();
    }
}
