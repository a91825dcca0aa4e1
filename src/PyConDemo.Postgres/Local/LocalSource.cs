using PyConDemo.Folders;

namespace PyConDemo.Postgres.Local;

/// <summary>Starts a cluster with server binaries that are installed on this machine.</summary>
internal static class LocalSource
{
    /// <exception cref="SourceUnavailableException">There are no binaries, or the cluster doesn't start.</exception>
    public static async Task<SourceResult> StartAsync(
        PostgresOptions options, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var binaries = await new BinariesFinder(environment).FindAsync(cancellationToken)
            ?? throw new SourceUnavailableException("no server binaries on this machine");
        return binaries.IsNewEnough
            ? await StartAsync(binaries, options, environment, cancellationToken)
            : throw new SourceUnavailableException(
                $"the newest server binaries here are {binaries.Version.Text}, in {binaries.Folder}");
    }

    /// <summary>Starts a cluster with these binaries.</summary>
    /// <exception cref="SourceUnavailableException">The cluster doesn't start.</exception>
    public static async Task<SourceResult> StartAsync(
        ServerBinaries binaries, PostgresOptions options, HostEnvironment environment,
        CancellationToken cancellationToken)
    {
        var dataFolder = string.IsNullOrWhiteSpace(options.DataFolder) ? null : options.DataFolder;
        try
        {
            var account = await ServerAccount.FindAsync(environment, cancellationToken);
            var directory = options.Throwaway
                ? await ThrowawayDirectory.NewAsync(dataFolder, binaries, account)
                : PersistentDirectory.Get(dataFolder, binaries.Version.Major, environment);
            var request = new ClusterRequest(binaries, account, directory, options.ServerSettings, environment);
            return await Cluster.AcquireAsync(request, cancellationToken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            var hint = failed is FolderRefusedException ? $" {PersistentDirectory.Hint}" : "";
            var reason = failed.Message.ReplaceLineEndings(" ") + hint;
            throw new SourceUnavailableException(
                $"PostgreSQL {binaries.Version.Text} from {binaries.Folder} doesn't start: {reason}", failed)
            {
                // Another source would not have the data of this folder.
                IsFinal = failed is FolderRefusedException || (dataFolder is not null && !options.Throwaway),
            };
        }
    }
}

/// <summary>A local cluster can't be started. The message is one line for people.</summary>
internal sealed class LocalServerException(string message, Exception? inner = null) : IOException(message, inner);
