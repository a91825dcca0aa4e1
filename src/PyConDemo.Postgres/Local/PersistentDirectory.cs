using PyConDemo.Folders;

namespace PyConDemo.Postgres.Local;

/// <summary>The folder of the clusters that survive restarts: one directory per major version.</summary>
internal static class PersistentDirectory
{
    /// <summary>What a user can do about a refused folder.</summary>
    public const string Hint = "(Postgres__DataFolder chooses another folder)";

    private const string Marker = "made-by-pycondemo.txt";

    // The account that runs the server for root must pass through the folders, but it needn't list them.
    private const UnixFileMode PassThrough =
        PrivateFolder.OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="FolderRefusedException">Others can change the folder, or it holds other files.</exception>
    public static ClusterDirectory Get(string? chosen, int major, HostEnvironment environment)
        => new(Path.Combine(Open(chosen, environment), major.ToString()), Throwaway: false);

    /// <summary>Opens the folder of all clusters, and of the binaries that the demo downloads.</summary>
    /// <exception cref="FolderRefusedException">Others can change the folder, or it holds other files.</exception>
    public static string Open(string? chosen, HostEnvironment environment)
    {
        var folder = PrivateFolder.Open(
            string.IsNullOrWhiteSpace(chosen) ? DefaultFolder(environment) : chosen,
            environment.IsRoot ? PassThrough : PrivateFolder.OwnerOnly);
        Claim(folder);
        return folder;
    }

    /// <summary>The server's account can't enter root's home folder, and a reboot empties /tmp.</summary>
    private static string DefaultFolder(HostEnvironment environment)
    {
        if (environment.IsRoot) return "/var/tmp/pycondemo-postgres";
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Path.Combine(data, "PyConDemo", "postgres");
    }

    private static void Claim(string folder)
    {
        var marker = Path.Combine(folder, Marker);
        if (File.Exists(marker)) return;
        var isTaken = Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != Marker);
        // The marker is checked again, because another process may have created it in the meantime.
        if (isTaken && !File.Exists(marker))
            throw new FolderRefusedException($"{folder} holds files that aren't ours");
        FileLock.CreateFile(marker, "PyConDemo keeps its PostgreSQL in this folder. "
            + "You can delete the folder while PyConDemo isn't running. The next start creates a new one.\n");
    }
}
