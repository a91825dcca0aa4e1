using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Checking;

/// <summary>What can be seen without the API.</summary>
public static class MachineChecks
{
    /// <summary>The stage data takes 1 GB with its log files; the rest is for what PostgreSQL writes meanwhile.</summary>
    public const double NeededGigabytes = 3;

    /// <summary>Room where PostgreSQL's own data folder is, or will be.</summary>
    public static CheckLine Disk(string folder, Func<string, long> freeBytes)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { Length: > 0 } above) folder = above;
        var free = freeBytes(folder) / 1e9;
        var says = string.Create(CultureInfo.InvariantCulture, $"{free:0.#} GB free at {folder}");
        return free >= NeededGigabytes ? CheckLine.Ok("disk", says)
            : CheckLine.ToDo("disk", $"{says}: make room for {NeededGigabytes} GB, or choose another folder with Postgres__DataFolder");
    }

    /// <summary>The local clusters' home, as the API chooses it.</summary>
    public static string DataFolder()
        => Environment.GetEnvironmentVariable("Postgres__DataFolder") is { Length: > 0 } chosen ? Path.GetFullPath(chosen)
            : Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "/var/tmp" // PostgreSQL refuses root, and its own user can't enter root's home
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : Path.GetTempPath();

    public static CheckLine Port(int port, string whose)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return CheckLine.Ok($"port {port}", $"free, for {whose}");
        }
        catch (SocketException)
        {
            return CheckLine.ToDo($"port {port}", $"taken: end the program that listens there, or give {whose} another address with --urls");
        }
    }

    /// <summary>Green without it, too: only the scripts in k6/ need it.</summary>
    /// <param name="path">The PATH to look for it on.</param>
    public static CheckLine K6(string? path)
    {
        var name = OperatingSystem.IsWindows() ? "k6.exe" : "k6";
        var found = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name));
        return CheckLine.Ok("k6", found.FirstOrDefault(File.Exists) ?? "not found; only the scripts in k6/ need it");
    }

    /// <summary>A replay of each pattern is what is left when nothing else works. Its file is named by date and slug.</summary>
    public static CheckLine Replays(string folder)
    {
        var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).ToArray() : [];
        var missing = RaceCatalog.Slugs.Where(slug => !names.Any(name => name.EndsWith(slug, StringComparison.Ordinal))).ToArray();
        return missing.Length == 0 ? CheckLine.Ok("replays", $"{names.Length}, of all patterns, in {folder}")
            : CheckLine.ToDo("replays", $"none of {string.Join(", ", missing)} in {folder}: race each once on the page");
    }
}
