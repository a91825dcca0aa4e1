using System.Security.Cryptography;

namespace PyConDemo.Postgres.Local;

/// <summary>Creates the cluster if there is none yet. The caller holds the setup lock.</summary>
internal sealed class ClusterInitializer(ClusterRequest request)
{
    // A new cluster takes 40 MB, and its write-ahead log takes 64 MB soon after. The rest is for a first small load.
    private const long NewClusterBytes = 256L << 20;

    // A server that can't write its write-ahead log stops while it works, so it isn't started at all.
    private const long OldClusterBytes = 64L << 20;

    private readonly ClusterDirectory _directory = request.Directory;

    /// <returns>A note for the description, or null.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var interrupted in Directory.GetDirectories(_directory.Folder, "init-*"))
            await request.Account.DeleteAsync(interrupted);
        var note = MoveUnusableAside();
        var exists = Directory.Exists(_directory.Cluster);
        CheckSpace(exists ? OldClusterBytes : NewClusterBytes);
        if (!exists) await CreateAsync(cancellationToken);
        return note;
    }

    /// <summary>Keeps a cluster of another version, or a damaged one, next to the new one.</summary>
    private string? MoveUnusableAside()
    {
        if (!Directory.Exists(_directory.Cluster)) return null;
        var versionFile = Path.Combine(_directory.Data, "PG_VERSION");
        var version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        var isComplete = version is not null && File.Exists(_directory.Password)
            && File.Exists(Path.Combine(_directory.Data, "global", "pg_control"));
        if (isComplete && version == request.Binaries.Version.Major.ToString()) return null;
        var aside = $"{_directory.Cluster}-{(isComplete ? "of-" + version : "broken")}-{Guid.NewGuid():N}";
        Directory.Move(_directory.Cluster, aside);
        return $"an unusable cluster{(isComplete ? " of version " + version : "")} was set aside as {aside}";
    }

    private void CheckSpace(long needed)
    {
        var free = request.Host.FreeBytes(_directory.Folder);
        if (free >= needed) return;
        throw new LocalServerException($"the disk is full: {free >> 20} MB are free below {_directory.Folder}, "
            + $"and PostgreSQL needs {needed >> 20} MB");
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var staging = Path.Combine(_directory.Folder, "init-" + Guid.NewGuid().ToString("N"));
        var (data, password) = (Path.Combine(staging, "data"), Path.Combine(staging, "password"));
        ClusterDirectory.CreatePrivate(staging);
        try
        {
            await WritePasswordAsync(password);
            await request.Account.ChangeOwnerAsync(cancellationToken, staging, password);
            await InitDbAsync(data, password, cancellationToken);
            var config = Path.Combine(data, "postgresql.conf");
            var include = $"\ninclude_if_exists = '{ServerConfig.FileName}'\n";
            await File.AppendAllTextAsync(config, include, cancellationToken);
            Directory.Move(staging, _directory.Cluster);
        }
        catch
        {
            await request.Account.DeleteAsync(staging);
            throw;
        }
    }

    private async Task InitDbAsync(string data, string password, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            "-D", data, "-U", "postgres", "-E", "UTF8",
            "--locale=C", // a small system may not have any other
            "-A", "scram-sha-256", "--pwfile=" + password,
        ];
        // A cluster that is deleted after use needn't survive a power cut.
        if (_directory.Throwaway || !request.Host.SyncNewClusters) arguments.Add("--no-sync");
        var (exitCode, output) = await ProcessRunner.RunAsync(
            request.Binaries.InitDb, arguments, request.Account, cancellationToken);
        if (exitCode != 0) throw new LocalServerException($"initdb failed: {LogSummary.Of(output)}");
    }

    private static async Task WritePasswordAsync(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(RandomNumberGenerator.GetHexString(32, lowercase: true));
    }
}
