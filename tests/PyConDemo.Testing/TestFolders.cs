namespace PyConDemo.Testing;

/// <summary>Where tests write: clusters, objects, builds.</summary>
public static class TestFolders
{
    private const string Memory = "/dev/shm";

    // The clusters of all assemblies that run at once, and one with the talk's data.
    private const long MemoryBytes = 4L << 30;

    /// <summary>
    /// A folder on the disk, for what measures times. If root starts a server, that server runs as another user, who can
    /// reach this folder.
    /// </summary>
    public static string OnDisk { get; } = OperatingSystem.IsWindows() ? Path.GetTempPath() : "/var/tmp";

    /// <summary>
    /// A folder in memory if there is enough, because each test's database is hundreds of files to create and to delete.
    /// Otherwise <see cref="OnDisk"/>.
    /// </summary>
    public static string Parent { get; } = HasMemory() ? Memory : OnDisk;

    private static bool HasMemory()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Memory)) return false;
        // Containers mount it without the right to run programs, and some tests write programs.
        var runsPrograms = File.ReadLines("/proc/mounts").Select(line => line.Split(' '))
            .Any(mount => mount[1] == Memory && !mount[3].Split(',').Contains("noexec"));
        return runsPrograms && new DriveInfo(Memory).AvailableFreeSpace >= MemoryBytes;
    }
}
