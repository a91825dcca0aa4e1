using System.Runtime.InteropServices;
using MysticMind.PostgresEmbed;
using PyConDemo.Folders;
using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres.Download;

/// <summary>Downloads PostgreSQL's server binaries once, into the folder of the local clusters, and runs them like
/// those of the machine.</summary>
internal static class DownloadSource
{
    // The archive, the unpacked binaries, and what comes between them.
    private const long NeededBytes = 256L << 20;

    // Another process may be downloading on a slow line.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(30);

    /// <exception cref="SourceUnavailableException">The binaries can't be downloaded, or the cluster doesn't start.
    /// </exception>
    public static async Task<SourceResult> StartAsync(
        PostgresOptions options, HostEnvironment environment, CancellationToken cancellationToken)
    {
        ServerBinaries binaries;
        try
        {
            binaries = await EnsureAsync(options, environment, cancellationToken);
        }
        catch (FolderRefusedException refused)
        {
            throw new SourceUnavailableException($"{refused.Message} {PersistentDirectory.Hint}", refused)
            {
                IsFinal = true,
            };
        }
        catch (Exception failed)
            when (failed is PostgresEmbedException or IOException or UnauthorizedAccessException)
        {
            throw new SourceUnavailableException(
                $"PostgreSQL {options.Version} can't be downloaded from {options.Mirror}: "
                // The library and HttpClient wrap the error that says something, such as "Connection refused".
                + failed.GetBaseException().Message.ReplaceLineEndings(" "), failed);
        }

        return await LocalSource.StartAsync(binaries, options, environment, cancellationToken);
    }

    /// <summary>The binaries, which are downloaded if they are not there yet.</summary>
    /// <exception cref="PostgresEmbedException">They aren't published for this system, or the download failed.
    /// </exception>
    /// <exception cref="IOException">The disk is full, or what was downloaded can't be run.</exception>
    internal static async Task<ServerBinaries> EnsureAsync(
        PostgresOptions options, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var folder = OpenFolder(options, environment);
        using var onlyOne = await FileLock.WaitAsync(
            FileLock.TryExclusive, Path.Combine(folder, "download.lock"), cancellationToken, LockTimeout);
        var download = new BinariesDownload(folder, options);
        download.DeleteLeftovers();
        var versions = Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path));
        if (PgVersions.Match(options.Version, versions) is not { } version)
        {
            if (environment.FreeBytes(folder) is var free && free < NeededBytes)
                throw new IOException($"{free >> 20} MB are free below {folder}, and it needs {NeededBytes >> 20} MB");
            version = await download.RunAsync(cancellationToken);
        }

        return await BinariesFinder.ReadAsync(Path.Combine(folder, version, "bin"), cancellationToken)
            ?? throw new IOException($"the server in {Path.Combine(folder, version)} doesn't run on this machine");
    }

    /// <summary>The folder of all versions for this system. A home folder may be shared with other systems.</summary>
    private static string OpenFolder(PostgresOptions options, HostEnvironment environment)
    {
        // A throwaway cluster's folder is deleted, but the binaries stay.
        var around = PersistentDirectory.Open(options.Throwaway ? null : options.DataFolder, environment);
        var binaries = Directory.CreateDirectory(Path.Combine(around, "binaries"));
        var folder = binaries.CreateSubdirectory(RuntimeInformation.RuntimeIdentifier);
        foreach (var each in new[] { binaries, folder })
            if (!OperatingSystem.IsWindows()) each.UnixFileMode |= BinariesDownload.Enter;
        return folder.FullName;
    }
}
