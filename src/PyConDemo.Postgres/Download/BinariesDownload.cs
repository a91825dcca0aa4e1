using MysticMind.PostgresEmbed;

namespace PyConDemo.Postgres.Download;

/// <summary>Downloads one version into a folder. A version's own folder appears complete, by one rename, so a killed
/// download leaves only a folder that the next one deletes. The caller holds the folder's lock.</summary>
internal sealed class BinariesDownload(string folder, PostgresOptions options)
{
    /// <summary>Lets all users read a folder. Root's umask may hide it from the account that runs the server for root.
    /// </summary>
    public const UnixFileMode Enter =
        Read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string Staging = "new-";

    /// <summary>Deletes what killed and cancelled downloads left.</summary>
    public void DeleteLeftovers()
    {
        foreach (var leftover in Directory.EnumerateDirectories(folder, Staging + "*"))
            Directory.Delete(leftover, recursive: true);
    }

    /// <returns>The exact version, which is the name of its folder.</returns>
    /// <exception cref="PostgresEmbedException">It isn't published for this system, or the download failed.</exception>
    /// <exception cref="IOException">No checksum confirms the download, or the disk is full.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var staging = Path.Combine(folder, Staging + Guid.NewGuid().ToString("N"));
        using var observer = new DownloadObserver(options.OnProgress, folder);
        using var client = new HttpClient(observer) { Timeout = Timeout.InfiniteTimeSpan };
        var library = new PgServer(new PgServerOptions
        {
            PgVersion = options.Version,
            BinariesDir = staging,
            DbDir = staging,
            MavenRepo = options.Mirror.AbsoluteUri,
            HttpClient = client,
        });
        try
        {
            // Its unpacking can't be cancelled, and takes seconds.
            var installation = Task.Run(() => library.InstallAsync(cancellationToken), cancellationToken);
            await installation.WaitAsync(cancellationToken);
            // The library skips its own check if no checksum is published, and when it tries again after it couldn't
            // read the checksum.
            var archive = Directory.EnumerateFiles(staging, "*.jar").Single();
            await BinariesArchive.ConfirmAsync(archive, observer.PublishedSha256, cancellationToken);
            MakeReadable(library.InstallDir);
            Directory.Move(library.InstallDir, Path.Combine(folder, library.PgVersion));
            return library.PgVersion;
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested) DeleteLeftovers(); // it may still be unpacking
        }
    }

    private static void MakeReadable(string installed)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var entry in new DirectoryInfo(installed).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            if (entry.LinkTarget is null) entry.UnixFileMode |= entry is DirectoryInfo ? Enter : Read;
    }
}
