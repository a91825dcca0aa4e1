using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Postgres.Local;

/// <summary>Finds the server process of a cluster directory. An old postmaster.pid may name another process.</summary>
internal static class ServerProcess
{
    public static PostmasterPid? FindPostmaster(ClusterDirectory directory)
        => PostmasterPid.Read(directory.PidFile) is { } pid && IsPostmasterOf(pid, directory.Data) ? pid : null;

    /// <summary>True while any server process works in the folder. After a kill of the postmaster its child processes
    /// live on for a moment, and a second server would destroy the data. Always false without /proc.</summary>
    public static bool AnyIn(string data) => OperatingSystem.IsLinux()
        && Directory.EnumerateDirectories("/proc")
            .Any(process => int.TryParse(Path.GetFileName(process), out var id) && WorksIn(id, data));

    private static bool IsPostmasterOf(PostmasterPid pid, string data)
    {
        if (OperatingSystem.IsLinux())
            return WorksIn(pid.Pid, data); // a postmaster's working directory is its data folder
        try
        {
            using var process = Process.GetProcessById(pid.Pid);
            // The process is named postgres or postmaster, and it writes the file a little after its start.
            return process.ProcessName.StartsWith("post", StringComparison.OrdinalIgnoreCase)
                && (process.StartTime.ToUniversalTime() - pid.Started).Duration() < TimeSpan.FromSeconds(10);
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

/// <summary>The content of a postmaster.pid. It may be out of date.</summary>
internal sealed record PostmasterPid(int Pid, DateTimeOffset Started, int Port)
{
    /// <summary>Null if there is no such file, or if no postmaster wrote it.</summary>
    public static PostmasterPid? Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length >= 4
            && int.TryParse(lines[0], out var pid) && pid > 0
            && long.TryParse(lines[2], out var started) && started is > 0 and < 1L << 40
            && int.TryParse(lines[3], out var port)
            ? new(pid, DateTimeOffset.FromUnixTimeSeconds(started), port)
            : null;
    }
}
