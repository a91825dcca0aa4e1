namespace PyConDemo.Postgres.Local;

/// <summary>Starts a cluster with server binaries that are installed on this machine.</summary>
internal sealed class LocalSource(
    string? dataFolder, bool throwaway, IReadOnlyDictionary<string, string> serverSettings, HostEnvironment environment)
    : ISource
{
    public async Task<SourceResult> TryAsync(CancellationToken cancellationToken)
    {
        var (binaries, tooOld) = await new BinariesFinder(environment).FindAsync(cancellationToken);
        if (binaries is null)
        {
            return new SourceResult.Unavailable(tooOld is null
                ? "no server binaries on this machine"
                : $"the newest server binaries on this machine are {tooOld.Version.Text}, in {tooOld.Folder}");
        }

        try
        {
            var account = await ServerAccount.FindAsync(environment, cancellationToken);
            var directory = throwaway
                ? await ThrowawayDirectory.CreateAsync(binaries, account, cancellationToken)
                : await PersistentDirectory.GetAsync(
                    dataFolder, binaries.Version.Major, environment, cancellationToken);
            var request = new ClusterRequest(binaries, account, directory, serverSettings, environment);
            var cluster = await Cluster.AcquireAsync(request, cancellationToken);
            return new SourceResult.Available(cluster.ConnectionString, cluster.Description, cluster);
        }
        catch (Exception failed) when (failed is LocalServerException or IOException or UnauthorizedAccessException)
        {
            return new SourceResult.Unavailable(
                $"PostgreSQL {binaries.Version.Text} from {binaries.Folder} doesn't start: {failed.Message}");
        }
    }
}

/// <summary>A local cluster can't be started. The message is one line for people.</summary>
internal sealed class LocalServerException(string message, Exception? inner = null) : Exception(message, inner);
