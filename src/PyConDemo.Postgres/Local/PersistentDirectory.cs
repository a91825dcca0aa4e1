using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Local;

/// <summary>The folder of the clusters that survive restarts, and in it one home per major version.</summary>
internal static class PersistentDirectory
{
    private const string Marker = "made-by-pycondemo.txt";

    public static async Task<ClusterDirectory> GetAsync(string? chosen, int major, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var folder = RealPath.Of(chosen ?? DefaultFolder(environment));
        Claim(folder, environment);
        // Anybody may make a folder of this name in /var/tmp, and lead root astray in it.
        if (chosen is null && environment.IsRoot && (await ProcessRunner.RunAsync("test", ["-O", folder], ServerAccount.CurrentUser, cancellationToken)).ExitCode != 0)
            throw new LocalServerException($"{folder} belongs to somebody else: choose another data folder");
        return new(Path.Combine(folder, major.ToString()), Throwaway: false);
    }

    /// <summary>As root the home folder is closed to the account that runs the server, and a reboot empties /tmp: /var/tmp is neither.</summary>
    private static string DefaultFolder(HostEnvironment environment) => environment.IsRoot
        ? "/var/tmp/pycondemo-postgres"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "PyConDemo", "postgres");

    private static void Claim(string folder, HostEnvironment environment)
    {
        var marker = Path.Combine(folder, Marker);
        if (File.Exists(marker)) return;
        var isTaken = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != Marker);
        if (isTaken && !File.Exists(marker)) // asked again: another process of ours may have moved in since
            throw new LocalServerException($"{folder} holds files that aren't ours: choose an empty data folder");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            if (environment.IsRoot && !OperatingSystem.IsWindows()) // the account that runs the server passes through, and sees no more than that
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        }

        FileLock.CreateFile(marker, "PyConDemo keeps its PostgreSQL clusters here. Delete this folder while it isn't running, and it starts afresh.\n");
    }
}
