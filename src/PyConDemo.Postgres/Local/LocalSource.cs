using PyConDemo.Folders;

namespace PyConDemo.Postgres.Local;

/// <summary>Starts a cluster with server binaries that are installed on this machine.</summary>
internal static class LocalSource
{
    /// <exception cref="SourceUnavailableException">There are no binaries, or the cluster doesn't start.</exception>
    public static async Task<SourceResult> StartAsync(
        string? dataFolder, bool throwaway, IReadOnlyDictionary<string, string> serverSettings,
        HostEnvironment environment, CancellationToken cancellationToken)
    {
        var binaries = await new BinariesFinder(environment).FindAsync(cancellationToken)
            ?? throw new SourceUnavailableException("no server binaries on this machine");
        var (folder, version) = (binaries.Folder, binaries.Version.Text);
        if (!binaries.IsNewEnough)
            throw new SourceUnavailableException($"the newest server binaries here are {version}, in {folder}");

        try
        {
            var account = await ServerAccount.FindAsync(environment, cancellationToken);
            var directory = throwaway
                ? await ThrowawayDirectory.NewAsync(dataFolder, binaries, account)
                : PersistentDirectory.Get(dataFolder, binaries.Version.Major, environment);
            var request = new ClusterRequest(binaries, account, directory, serverSettings, environment);
            return await Cluster.AcquireAsync(request, cancellationToken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            var hint = failed is FolderRefusedException ? " (Postgres__DataFolder chooses another folder)" : "";
            var reason = failed.Message.ReplaceLineEndings(" ") + hint;
            throw new SourceUnavailableException($"PostgreSQL {version} from {folder} doesn't start: {reason}", failed)
            {
                // Another source would not have the data of this folder.
                IsFinal = failed is FolderRefusedException || (dataFolder is not null && !throwaway),
            };
        }
    }
}

/// <summary>A local cluster can't be started. The message is one line for people.</summary>
internal sealed class LocalServerException(string message, Exception? inner = null) : IOException(message, inner);
