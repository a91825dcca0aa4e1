using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PyConDemo.CommandLine;

/// <summary>The checks of a machine that a talk and a workshop share.</summary>
public static class CommonChecks
{
    /// <summary>Checks the free space where a folder is or will be.</summary>
    /// <param name="gigabytes">How much is needed (1e9 bytes each).</param>
    /// <param name="otherFolder">How to choose another folder: "with Postgres__DataFolder".</param>
    /// <param name="freeBytes">Reads the free space of an existing folder.</param>
    public static CheckLine Disk(string folder, double gigabytes, string otherFolder, Func<string, long> freeBytes)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { Length: > 0 } parent) folder = parent;
        var free = freeBytes(folder) / 1e9;
        var message = string.Create(CultureInfo.InvariantCulture, $"{free:0.#} GB free at {folder}");
        return free >= gigabytes ? CheckLine.Ok("disk", message)
            : CheckLine.ToDo("disk", string.Create(CultureInfo.InvariantCulture,
                $"{message}: make room for {gigabytes} GB, or choose another folder {otherFolder}"));
    }

    /// <summary>Checks that a TCP port of this machine's loopback address is free.</summary>
    /// <param name="user">What will listen there: "the API".</param>
    public static CheckLine Port(int port, string user)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return CheckLine.Ok($"port {port}", $"free, for {user}");
        }
        catch (SocketException)
        {
            return CheckLine.ToDo($"port {port}",
                $"taken: end the program that listens there, or give {user} another address with --urls");
        }
    }
}
