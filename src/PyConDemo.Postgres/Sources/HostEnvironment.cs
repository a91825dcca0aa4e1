using System.Net;
using System.Net.Sockets;

namespace PyConDemo.Postgres.Sources;

/// <summary>What the sources ask the machine. A test can simulate a full disk, a taken port or an empty PATH.</summary>
internal sealed record HostEnvironment
{
    public static HostEnvironment Current { get; } = new();

    /// <summary>The number of bytes that this user may still write below an existing folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder
        => new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;

    /// <summary>A TCP port that is free now. Another program may take it a moment later.</summary>
    public Func<int> FreePort { get; init; } = () =>
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    };

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public string Home => Variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ?? "/nonexistent";

    /// <summary>A prefix of every folder and socket that is searched. Only tests set it.</summary>
    public string Root { get; init; } = "";

    /// <summary>True for the Unix user root, as whom PostgreSQL refuses to run.</summary>
    public bool IsRoot { get; init; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Whether initdb flushes a new cluster to the disk. Tests turn this off.</summary>
    public bool SyncNewClusters { get; init; } = true;
}
