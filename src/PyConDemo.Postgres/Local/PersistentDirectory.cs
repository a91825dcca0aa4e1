namespace PyConDemo.Postgres.Local;

/// <summary>The folder of the clusters that survive restarts: one directory per major version.</summary>
internal static class PersistentDirectory
{
    private const string Marker = "made-by-pycondemo.txt";

    /// <exception cref="LocalServerException">The folder belongs to somebody else or holds other files.</exception>
    public static async Task<ClusterDirectory> GetAsync(
        string? chosen, int major, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var folder = RealPath.Of(chosen ?? DefaultFolder(environment));
        Claim(folder, environment);
        // Anybody may create the default folder in /var/tmp, and its links would lead root to files elsewhere.
        if (chosen is null && environment.IsRoot && !await ProcessRunner.SucceedsAsync(
            "test", ["-O", folder], ServerAccount.CurrentUser, cancellationToken))
        {
            throw new LocalServerException($"{folder} belongs to somebody else: choose another data folder");
        }

        return new(Path.Combine(folder, major.ToString()), Throwaway: false);
    }

    /// <summary>The server's account can't enter root's home folder, and a reboot empties /tmp.</summary>
    private static string DefaultFolder(HostEnvironment environment)
    {
        if (environment.IsRoot) return "/var/tmp/pycondemo-postgres";
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Path.Combine(data, "PyConDemo", "postgres");
    }

    private static void Claim(string folder, HostEnvironment environment)
    {
        var marker = Path.Combine(folder, Marker);
        if (File.Exists(marker)) return;
        var isTaken = Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != Marker);
        // The marker is checked again, because another process may have created it in the meantime.
        if (isTaken && !File.Exists(marker))
            throw new LocalServerException($"{folder} holds files that aren't ours: choose an empty data folder");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            // The account that runs the server must pass through this folder, but it needn't list it.
            if (environment.IsRoot && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        }

        FileLock.CreateFile(marker, "PyConDemo keeps its PostgreSQL clusters in this folder. "
            + "You can delete the folder while PyConDemo isn't running. The next start creates new clusters.\n");
    }
}
