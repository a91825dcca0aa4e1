using System.Security.Cryptography;

namespace PyConDemo.Postgres.Local;

/// <summary>Makes the cluster where there is none yet. Its caller holds the setup lock.</summary>
internal sealed class ClusterInitializer(ClusterRequest request)
{
    /// <summary>A new cluster takes 40 MB and its log of changes 64 MB soon after; the rest is for a first small load.</summary>
    private const long NewClusterBytes = 256L << 20;

    /// <summary>A server that can't write its log of changes stops in the middle: better not to start it.</summary>
    private const long OldClusterBytes = 64L << 20;

    private readonly ClusterDirectory _directory = request.Directory;

    /// <returns>What was remarkable, or null.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var interrupted in Directory.GetDirectories(_directory.Folder, "init-*"))
            await request.Account.DeleteAsync(interrupted);
        var aside = MoveUnusableAside();
        var exists = Directory.Exists(_directory.Cluster);
        CheckSpace(exists ? OldClusterBytes : NewClusterBytes);
        if (!exists) await CreateAsync(cancellationToken);
        return aside;
    }

    /// <summary>Data of another version, or with essential files gone, is kept beside the new cluster: somebody may want it.</summary>
    private string? MoveUnusableAside()
    {
        if (!Directory.Exists(_directory.Cluster)) return null;
        var versionFile = Path.Combine(_directory.Data, "PG_VERSION");
        var version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        var whole = version is not null && File.Exists(_directory.Password) && File.Exists(Path.Combine(_directory.Data, "global", "pg_control"));
        if (whole && version == request.Binaries.Version.Major.ToString()) return null;
        var aside = $"{_directory.Cluster}-{(whole ? "of-" + version : "broken")}-{Guid.NewGuid():N}";
        Directory.Move(_directory.Cluster, aside);
        return $"an unusable cluster{(whole ? " of version " + version : "")} was set aside as {aside}";
    }

    private void CheckSpace(long needed)
    {
        var free = request.Host.FreeBytes(_directory.Folder);
        if (free < needed)
            throw new LocalServerException($"the disk is full: {free >> 20} MB are free below {_directory.Folder}, and PostgreSQL needs {needed >> 20} MB");
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
            await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), $"\ninclude_if_exists = '{ServerConfig.FileName}'\n", cancellationToken);
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
        // Locale C: any other may be absent on a small system. What is thrown away needn't reach the disk before it is used.
        string[] arguments = ["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile=" + password, .. _directory.Throwaway || !request.Host.SyncNewClusters ? ["--no-sync"] : Array.Empty<string>()];
        var (exitCode, output) = await ProcessRunner.RunAsync(request.Binaries.InitDb, arguments, request.Account, cancellationToken);
        if (exitCode != 0) throw new LocalServerException($"initdb failed: {LogSummary.Of(output)}");
    }

    private static async Task WritePasswordAsync(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    }
}
