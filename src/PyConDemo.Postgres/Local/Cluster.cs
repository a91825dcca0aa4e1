namespace PyConDemo.Postgres.Local;

/// <summary>A running server of ours. All its users hold the users lock, and the last one to go stops it.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>Another process may be in the middle of recovering a large cluster.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(2);

    private readonly ClusterRequest _request;
    private readonly FileStream _users;
    private readonly IServerStarter _starter;

    private Cluster(ClusterRequest request, FileStream users, IServerStarter starter)
        => (_request, _users, _starter) = (request, users, starter);

    public string ConnectionString { get; private set; } = "";

    public string Description { get; private set; } = "";

    public static async Task<Cluster> AcquireAsync(ClusterRequest request, CancellationToken cancellationToken)
    {
        var directory = request.Directory;
        await directory.CreateAsync(request.Account, cancellationToken);
        await using var setup = await FileLock.ExclusiveAsync(directory.SetupLock, LockTimeout, cancellationToken);
        var users = await FileLock.SharedAsync(directory.UsersLock, LockTimeout, cancellationToken);
        Cluster? cluster = null;
        try
        {
            IServerStarter starter = OperatingSystem.IsWindows()
                ? new PgCtlStarter(directory, request.Binaries)
                : await Watchdog.StartAsync(directory, request.Binaries, request.Account, cancellationToken);
            cluster = new(request, users, starter);
            var (port, note) = await new ServerStart(request, starter).RunAsync(cancellationToken);
            cluster.ConnectionString = RunningServer.ConnectionString(directory, port);
            cluster.Description = $"PostgreSQL {request.Binaries.Version.Text} from {request.Binaries.Folder}, data in {directory.Data}, port {port}"
                + (note is null ? "" : $"; {note}");
            return cluster;
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
        await using var setup = await FileLock.ExclusiveAsync(_request.Directory.SetupLock, LockTimeout, CancellationToken.None);
        await _users.DisposeAsync();
        await ReleaseAsync();
    }

    /// <summary>Under the setup lock. Should we be killed in here, the watchdog does the same.</summary>
    private async Task ReleaseAsync()
    {
        var directory = _request.Directory;
        await using (var last = FileLock.TryExclusive(directory.UsersLock))
        {
            if (last is not null) await new ServerStop(_request).RunAsync();
            if (last is not null && directory.Throwaway) await _request.Account.DeleteAsync(directory.Folder);
        }

        await _starter.DisposeAsync();
    }
}
