using System.Net;
using System.Net.Sockets;

namespace PyConDemo.Postgres.Sources;

/// <summary>What is asked of the machine, in one place: a test answers for a full disk, a taken port or an empty PATH.</summary>
internal sealed record HostEnvironment
{
    public static HostEnvironment Current { get; } = new();

    /// <summary>Bytes that this user may still write below an existing folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder
        => new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;

    /// <summary>A TCP port that is free now; somebody may take it a moment later.</summary>
    public Func<int> FreePort { get; init; } = AnyFreePort;

    /// <summary>An environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>What stands before every usual place of server binaries and engine sockets; empty but for tests.</summary>
    public string Root { get; init; } = "";

    /// <summary>True for Unix's root, whom PostgreSQL refuses to run as.</summary>
    public bool IsRoot { get; init; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Whether a new cluster is on disk before it counts as made. Tests, which make many, do without.</summary>
    public bool SyncNewClusters { get; init; } = true;

    private static int AnyFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
