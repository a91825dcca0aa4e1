using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Postgres.Local;

/// <summary>Tells the server of a home from a process that only has the number which an old postmaster.pid names.</summary>
internal static class ServerProcess
{
    /// <summary>The running postmaster of this home, or null.</summary>
    public static PostmasterPid? FindPostmaster(ClusterDirectory directory)
        => PostmasterPid.Read(directory.PidFile) is { } pid && IsPostmasterOf(pid, directory.Data) ? pid : null;

    /// <summary>
    /// True while any server process works in the folder. After a postmaster's violent death its children live on for a moment,
    /// and a second server beside them would ruin the data.
    /// </summary>
    public static bool AnyIn(string data) => OperatingSystem.IsLinux()
        && Directory.EnumerateDirectories("/proc").Any(process => int.TryParse(Path.GetFileName(process), out var id) && WorksIn(id, data));

    private static bool IsPostmasterOf(PostmasterPid pid, string data)
    {
        if (OperatingSystem.IsLinux())
            return WorksIn(pid.Pid, data); // a postmaster's working directory is its data folder
        try
        {
            using var process = Process.GetProcessById(pid.Pid);
            return process.ProcessName.StartsWith("post", StringComparison.OrdinalIgnoreCase) // postgres, or postmaster
                && (process.StartTime.ToUniversalTime() - pid.Started).Duration() < TimeSpan.FromSeconds(10); // written a little after the start
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static bool WorksIn(int pid, string folder)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget == folder;
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
