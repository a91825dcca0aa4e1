using System.Security.Cryptography;

namespace PyConDemo.Postgres.Local;

/// <summary>Makes the cluster where there is none yet. Its caller holds the setup lock.</summary>
internal sealed class ClusterInit(ClusterRequest request)
{
    /// <summary>A new cluster takes 40 MB and its log of changes 64 MB soon after; the rest is for a first small load.</summary>
    private const long NewClusterBytes = 256L << 20;

    /// <summary>A server that can't write its log of changes stops in the middle: better not to start it.</summary>
    private const long OldClusterBytes = 64L << 20;

    private readonly ClusterHome _home = request.Home;

    /// <returns>What was remarkable, or null.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var interrupted in Directory.GetDirectories(_home.Folder, "init-*"))
            await request.Account.DeleteAsync(interrupted);
        var aside = SetAsideUnusable();
        var exists = Directory.Exists(_home.Cluster);
        CheckSpace(exists ? OldClusterBytes : NewClusterBytes);
        if (!exists) await MakeAsync(cancellationToken);
        return aside;
    }

    /// <summary>Data of another version, or with essential files gone, is kept beside the new cluster: somebody may want it.</summary>
    private string? SetAsideUnusable()
    {
        if (!Directory.Exists(_home.Cluster)) return null;
        var versionFile = Path.Combine(_home.Data, "PG_VERSION");
        var version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        var whole = version is not null && File.Exists(_home.Password) && File.Exists(Path.Combine(_home.Data, "global", "pg_control"));
        if (whole && version == request.Binaries.Version.Major.ToString()) return null;
        var aside = $"{_home.Cluster}-{(whole ? "of-" + version : "broken")}-{Guid.NewGuid():N}";
        Directory.Move(_home.Cluster, aside);
        return $"an unusable cluster{(whole ? " of version " + version : "")} was set aside as {aside}";
    }

    private void CheckSpace(long needed)
    {
        var free = request.Machine.FreeBytes(_home.Folder);
        if (free < needed)
            throw new LocalServerException($"the disk is full: {free >> 20} MB are free below {_home.Folder}, and PostgreSQL needs {needed >> 20} MB");
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var workshop = Path.Combine(_home.Folder, "init-" + Guid.NewGuid().ToString("N"));
        var (data, password) = (Path.Combine(workshop, "data"), Path.Combine(workshop, "password"));
        ClusterHome.CreatePrivate(workshop);
        try
        {
            await WritePasswordAsync(password);
            await request.Account.OwnAsync(cancellationToken, workshop, password);
            await InitDbAsync(data, password, cancellationToken);
            await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), $"\ninclude_if_exists = '{ServerConfig.FileName}'\n", cancellationToken);
            Directory.Move(workshop, _home.Cluster);
        }
        catch
        {
            await request.Account.DeleteAsync(workshop);
            throw;
        }
    }

    private async Task InitDbAsync(string data, string password, CancellationToken cancellationToken)
    {
        // Locale C: any other may be absent on a small system. What is thrown away needn't reach the disk before it is used.
        string[] arguments = ["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile=" + password, .. _home.Throwaway || !request.Machine.SyncNewClusters ? ["--no-sync"] : Array.Empty<string>()];
        var (exitCode, output) = await Tool.RunAsync(request.Binaries.InitDb, arguments, request.Account, cancellationToken);
        if (exitCode != 0) throw new LocalServerException($"initdb failed: {LastWords.Of(output)}");
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
